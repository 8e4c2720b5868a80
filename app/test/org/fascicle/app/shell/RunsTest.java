package org.fascicle.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToIntFunction;

import org.fascicle.api.problem.InputException;
import org.fascicle.app.console.Console;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
    @TempDir
    Path folder;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

    private String shown() {
        String text = shown.toString(StandardCharsets.UTF_8);
        shown.reset();
        return text.replace("\r", "");
    }

    private Thread begin(Runs runs, String words, ToIntFunction<Console> verb) {
        Thread thread = new Thread(() -> {
            try {
                runs.run(this, List.of(words.split(" ")), out, folder, verb);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void whatOnePrintsIsItsOwn() throws Exception {
        Runs runs = new Runs(folder.resolve("runs"));
        runs.list(out);
        assertEquals("nothing has run in the background; put & behind a verb\n", shown());
        begin(runs, "train a.json", console -> {
            console.out().println("an epoch");
            console.err().println("a problem");
            return 2;
        }).join();
        assertEquals("[1] train a.json\n[1] ended with exit code 2: train a.json\n", shown());
        runs.log("1", out);
        assertEquals("an epoch\na problem\n", shown());
        runs.stop("1", out);
        assertEquals("[1] has ended: train a.json\n", shown());
        runs.list(out);
        assertTrue(shown().matches("(?s)run +state +command\\s+1 +ended with exit code 2 +train a.json\\s*"));
        assertEquals("there is no run '2'. There are [1]",
                assertThrows(InputException.class, () -> runs.log("2", out)).getMessage());
        assertThrows(InputException.class, () -> runs.stop(null, out));
        assertThrows(InputException.class, () -> runs.stop("x", out));
    }

    @Test
    void oneIsStoppedAndTheOthersGoOn() throws Exception {
        Runs runs = new Runs(folder);
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        ToIntFunction<Console> waits = console -> {
            begun.countDown();
            try {
                end.await();
                return 0;
            } catch (InterruptedException e) {
                return 130;
            }
        };
        Thread one = begin(runs, "train", waits);
        Thread other = begin(runs, "train", waits);
        begun.await();
        runs.stop("1", out);
        while (one.isAlive() && other.isAlive()) {
            Thread.sleep(10);
        }
        assertEquals(1, (one.isAlive() ? 1 : 0) + (other.isAlive() ? 1 : 0), "exactly one goes on");
        end.countDown();
        one.join();
        other.join();
        String text = shown();
        assertTrue(text.contains("[1] ended with exit code 130: train") && text.contains("[2] done: train"), text);
    }

    @Test
    void oneThatIsAboutToBeginIsWaitedFor() throws Exception {
        Runs runs = new Runs(folder);
        runs.awaitBegun(this, () -> false);
        assertThrows(InputException.class, () -> runs.stop("1", out), "nothing has begun, and nothing will");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread late = new Thread(() -> {
            try {
                asked.await();
                begin(runs, "train", console -> {
                    try {
                        end.await();
                        return 0;
                    } catch (InterruptedException e) {
                        return 130;
                    }
                }).join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        late.start();
        runs.awaitBegun(this, () -> {
            asked.countDown();
            return true;
        });
        runs.stop("1", out);
        late.join();
        assertTrue(shown().endsWith("[1] ended with exit code 130: train\n"));
    }
}
