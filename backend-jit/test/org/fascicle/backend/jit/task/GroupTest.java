package org.fascicle.backend.jit.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.backend.jit.kernel.Scratch;
import org.junit.jupiter.api.Test;

class GroupTest {
    /** Who takes blocks from the first on and who takes them from the last on have as much to do, and meet among the shortest. */
    @Test
    void theLongestBlocksAreAtBothEnds() {
        List<String> ran = new ArrayList<>();
        List<Task> tasks = List.of(new Recorded("short", 3, 10, ran), new Recorded("long", 4, 4000, ran),
                new Recorded("whole", 1, 300, ran));
        Group group = new Group(tasks, List.of());
        for (int block = 0; block < group.blocks(); block++) {
            group.run(block, new Scratch());
        }
        assertEquals(List.of("long 0", "long 1", "whole 0", "short 0", "short 1", "short 2", "long 2", "long 3"), ran);
        assertEquals(tasks, group.parts());
    }

    @Test
    void whatIsOneTooManyGoesToWhoHasLess() {
        List<String> ran = new ArrayList<>();
        Group group =
                new Group(List.of(new Recorded("a", 3, 90, ran), new Recorded("b", 3, 60, ran), new Recorded("c", 1, 5, ran)),
                        List.of());
        for (int block = 0; block < group.blocks(); block++) {
            group.run(block, new Scratch());
        }
        assertEquals(List.of("a 0", "a 1", "b 0", "c 0", "b 1", "b 2", "a 2"), ran);
    }

    /** Records which blocks ran. */
    private static final class Recorded implements Task {
        private final String name;
        private final int blocks;
        private final long work;
        private final List<String> ran;

        Recorded(String name, int blocks, long work, List<String> ran) {
            this.name = name;
            this.blocks = blocks;
            this.work = work;
            this.ran = ran;
        }

        @Override
        public int blocks() {
            return blocks;
        }

        @Override
        public long work() {
            return work;
        }

        @Override
        public void run(int block, Scratch scratch) {
            ran.add(name + " " + block);
        }
    }
}
