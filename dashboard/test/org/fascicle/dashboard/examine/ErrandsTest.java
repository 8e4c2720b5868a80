package org.fascicle.dashboard.examine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ErrandsTest {
    private final Background background = new Background();
    private final Errands<Integer> errands = new Errands<>(background);
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void close() {
        background.close();
    }

    private Errands.Found<Integer> ended(String key) throws InterruptedException {
        Errands.Found<Integer> state;
        do {
            state = errands.state(key).orElseThrow();
            Thread.sleep(1);
        } while (state.isAtWork());
        return state;
    }

    @Test
    void nothingRunsTwiceForTheSame() throws Exception {
        for (int i = 0; i < 3; i++) {
            errands.start("a", 1L, advance -> calls.incrementAndGet());
            assertEquals(1, ended("a").found());
        }
        assertTrue(errands.state("a", 1L).isPresent());
        assertTrue(errands.state("a", 2L).isEmpty());
        errands.start("a", 2L, advance -> calls.incrementAndGet());
        assertEquals(2, ended("a").found());
        assertTrue(errands.state("b").isEmpty());
    }

    @Test
    void askedForTwiceAtOnceItRunsOnceAndSaysHowFarItIs() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        errands.start("a", 1L, advance -> {
            advance.done(3, 10);
            begun.countDown();
            await(release);
            return calls.incrementAndGet();
        });
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        errands.start("a", 2L, advance -> calls.incrementAndGet());
        Errands.Found<Integer> state = errands.state("a").orElseThrow();
        assertTrue(state.isAtWork());
        assertEquals(3, state.part());
        assertEquals(10, state.all());
        release.countDown();
        assertEquals(1, ended("a").found());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatFailsSaysWhyAndCanBeTriedAgain() throws Exception {
        errands.start("a", 1L, advance -> {
            throw new InputException("there are no classes");
        });
        assertEquals("there are no classes", ended("a").problem());
        errands.start("a", 1L, advance -> 5);
        assertEquals(5, ended("a").found());
    }

    @Test
    void fewResultsAreKept() throws Exception {
        for (int i = 0; i < 20; i++) {
            errands.start("k" + i, 1L, advance -> 1);
            ended("k" + i);
        }
        assertTrue(errands.state("k0").isEmpty());
        assertTrue(errands.state("k19").isPresent());
    }

    @Test
    void closedItInterruptsWhatIsAtHandAndTakesNothingMore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        errands.start("a", 1L, advance -> {
            begun.countDown();
            await(never);
            advance.done(1, 2);
            return 1;
        });
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        background.close();
        assertEquals("the dashboard is closed", ended("a").problem());
        assertThrows(StateException.class, () -> errands.start("b", 1L, advance -> 1));
        assertFalse(errands.state("b").isPresent());
    }

    @Test
    void tooMuchAtOnceIsRefused() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        StateException refused = assertThrows(StateException.class, () -> {
            for (int i = 0; i < 50; i++) {
                errands.start("k" + i, 1L, advance -> {
                    await(release);
                    return 1;
                });
            }
        });
        assertTrue(refused.getMessage().contains("wait a little"), refused.getMessage());
        release.countDown();
    }
}
