# crashes: 1
cat >T.java <<'JAVA'
import java.util.stream.*;
public class T {
    static int deep(int n) { return deep(n + 1) + 1; }
    static class Node { Node next; int v; }
    public static void main(String[] a) throws Exception {
        Node none = null; int caught = 0;
        for (int i = 0; i < 200000; i++) { try { caught += none.v; } catch (NullPointerException e) { caught++; } }
        System.out.println(caught);
        try { deep(0); } catch (StackOverflowError e) { System.out.println("overflow"); }
        try { System.out.println(1 / (caught - 200000)); } catch (ArithmeticException e) { System.out.println(e.getMessage()); }
        System.out.println(IntStream.range(0, 1000).parallel().map(i -> i * 7 % 11).sum());
        Thread[] t = new Thread[50]; for (int i = 0; i < 50; i++) { t[i] = new Thread(() -> { try { deep(0); } catch (StackOverflowError e) { } }); t[i].start(); }
        for (Thread x : t) x.join();
        System.out.println(new ProcessBuilder("/bin/sh", "-c", "kill -SEGV $$").start().waitFor());
        System.gc(); System.exit(6);
    }
}
JAVA
java -Xmx200m T.java
echo $?
