package org.fascicle.backend.jit.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicIntegerArray;

import org.fascicle.backend.jit.kernel.Scratch;
import org.junit.jupiter.api.Test;

class TeamTest {
    /** Rounds of changing lengths in quick succession: each block once, and in its own round. */
    @Test
    void eachBlockRunsOnce() {
        Team team = new Team(3);
        Scratch scratch = new Scratch();
        assertTrue(team.enter());
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

    @Test
    void whatABlockThrowsReachesTheCaller() {
        Team team = new Team(2);
        assertTrue(team.enter());
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
