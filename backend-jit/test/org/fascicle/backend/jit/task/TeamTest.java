package org.fascicle.backend.jit.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.fascicle.backend.jit.kernel.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TeamTest {
    private static final long BEGIN = System.nanoTime();

    /** Rounds of changing lengths in quick succession: each block once, and in its own round. */
    @Test
    void eachBlockRunsOnce() {
        Team team = new Team(3);
        Scratch scratch = new Scratch();
        assertTrue(team.enter(Integer.MAX_VALUE));
        for (int round = 0; round < 20_000; round++) {
            int count = 2 + round * 7 % 13;
            AtomicIntegerArray runs = new AtomicIntegerArray(count);
            team.run(task(count, runs), scratch, true);
            for (int block = 0; block < count; block++) {
                assertEquals(1, runs.get(block), "block " + block + " of round " + round);
            }
        }
        team.leave();
        team.close();
    }

    /** More blocks than are taken one by one. */
    @Test
    void eachOfVeryManyBlocksRunsOnce() {
        Team team = new Team(3);
        int count = 100_003;
        AtomicIntegerArray runs = new AtomicIntegerArray(count);
        assertTrue(team.enter(Integer.MAX_VALUE));
        team.run(task(count, runs), new Scratch(), true);
        team.leave();
        team.close();
        for (int block = 0; block < count; block++) {
            assertEquals(1, runs.get(block), "block " + block);
        }
    }

    /** Rounds with more and with fewer threads, one after the other on one team: no more take part than may. */
    @Test
    void noMoreThreadsWorkThanMay() {
        Team team = new Team(4);
        Scratch scratch = new Scratch();
        assertFalse(team.enter(1));
        for (int round = 0; round < 3_000; round++) {
            int most = 2 + round % 4;
            assertTrue(team.enter(most));
            Set<String> names = ConcurrentHashMap.newKeySet();
            AtomicIntegerArray runs = new AtomicIntegerArray(20);
            Task counting = task(20, runs);
            team.run(new Task() {
                @Override
                public int blocks() {
                    return 20;
                }

                @Override
                public void run(int block, Scratch own) {
                    names.add(Thread.currentThread().getName());
                    counting.run(block, own);
                }
            }, scratch, true);
            team.leave();
            for (int block = 0; block < 20; block++) {
                assertEquals(1, runs.get(block), "block " + block + " of round " + round);
            }
            names.remove(Thread.currentThread().getName());
            for (int helper = 1; helper < most; helper++) {
                names.remove("fascicle-jit-" + helper);
            }
            assertEquals(Set.of(), names, "round " + round + " of " + most + " threads");
        }
        team.close();
    }

    @Test
    void whatABlockThrowsReachesTheCaller() {
        Team team = new Team(2);
        assertTrue(team.enter(Integer.MAX_VALUE));
        Task failing = new Task() {
            @Override
            public int blocks() {
                return 8;
            }

            @Override
            public void run(int block, Scratch scratch) {
                if (block == 5) {
                    throw new IllegalArgumentException("block 5");
                }
            }
        };
        assertEquals("block 5",
                assertThrows(IllegalArgumentException.class, () -> team.run(failing, new Scratch(), true)).getMessage());
        team.run(task(4, new AtomicIntegerArray(4)), new Scratch(), true);
        team.leave();
        team.close();
    }

    /** Beside a busy process on the helper's processor, and then, on the caller's: the caller goes on alone for a while. */
    @Test
    @Timeout(60)
    void aHelperRestsWhereAProcessorIsShared() {
        restsWhile(false, true);
        restsWhile(true, false);
    }

    /** Beside one busy process for each processor nobody is in the way of the others. */
    @Test
    void nobodyRestsWhereAllGetEquallyLittle() {
        Team team = new Team(2, () -> 0);
        Scratch scratch = new Scratch();
        long end = System.nanoTime() + 400_000_000;
        while (System.nanoTime() < end) {
            round(team, scratch);
            assertEquals(0, team.resting());
        }
        team.close();
    }

    /** One gets nothing of its processor and the other all; then both get all. */
    private static void restsWhile(boolean callerRuns, boolean helperRuns) {
        AtomicBoolean disturbed = new AtomicBoolean(true);
        // Twice the clock, because a helper that is asleep is not measured and this goes on: a share is at most 1.
        Team team = new Team(2,
                () -> !disturbed.get() || (isHelper() ? helperRuns : callerRuns) ? 2 * (System.nanoTime() - BEGIN) : 0);
        Scratch scratch = new Scratch();
        while (team.resting() == 0) {
            round(team, scratch);
        }
        disturbed.set(false);
        while (team.resting() > 0) {
            round(team, scratch);
        }
        team.close();
    }

    private static boolean isHelper() {
        return Thread.currentThread().getName().startsWith("fascicle-jit");
    }

    private static void round(Team team, Scratch scratch) {
        AtomicIntegerArray runs = new AtomicIntegerArray(4);
        assertTrue(team.enter(Integer.MAX_VALUE));
        team.run(task(4, runs), scratch, true);
        team.leave();
        for (int block = 0; block < 4; block++) {
            assertEquals(1, runs.get(block));
        }
    }

    private static Task task(int count, AtomicIntegerArray runs) {
        return new Task() {
            @Override
            public int blocks() {
                return count;
            }

            @Override
            public void run(int block, Scratch scratch) {
                runs.incrementAndGet(block);
            }
        };
    }
}
