// Compiled and interpreted code, sorting, strings, deflate and the collector, for ever.
import java.util.ArrayList;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

public class Busy {
    static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    public static void main(String[] arguments) {
        long all = 0;
        while (all >= 0) {
            all += fib(20) & 1;
            ArrayList<String> words = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                words.add("word" + i * 31 % 977);
            }
            Collections.sort(words);
            byte[] text = String.join(" ", words).getBytes();
            Deflater deflater = new Deflater();
            deflater.setInput(text);
            deflater.finish();
            deflater.deflate(new byte[text.length + 64]);
            deflater.end();
            CRC32 sum = new CRC32();
            sum.update(text);
        }
    }
}
