# HotSpot turns faults into NullPointerException, StackOverflowError and ArithmeticException, and
# stops its threads by faults on a page.
cat >T.java <<'JAVA'
import java.lang.reflect.Field;
public class T {
    static class Node { Node next; int v; }
    static int deep(int n) { return deep(n + 1) + 1; }
    static int faults(int divisor) {
        Node none = null; int caught = 0;
        try { caught += none.v; } catch (NullPointerException e) { caught++; }
        try { caught += 1 / divisor; } catch (ArithmeticException e) { caught++; }
        return caught;
    }
    public static void main(String[] a) throws Exception {
        if (a[0].equals("crash")) {
            Field f = sun.misc.Unsafe.class.getDeclaredField("theUnsafe"); f.setAccessible(true);
            ((sun.misc.Unsafe) f.get(null)).putAddress(0, 0);
        }
        long end = System.currentTimeMillis() + 1000L * Integer.parseInt(a[1]);
        boolean good = true;
        while (System.currentTimeMillis() < end) {
            Thread[] threads = new Thread[8];
            for (int i = 0; i < 8; i++) {
                threads[i] = new Thread(() -> {
                    for (int k = 0; k < 20000; k++) { faults(0); }
                    try { deep(0); } catch (StackOverflowError e) { }
                });
                threads[i].start();
            }
            good = faults(0) == 2 && good;
            System.gc();
            for (Thread t : threads) t.join();
        }
        System.out.println(good);
    }
}
JAVA
java -Xmx200m -XX:ErrorFile=hs_err T.java "$1" "${2:-}" 2>/dev/null |
    grep -v '^#' | grep -v '^$'
exit "${PIPESTATUS[0]}"
