package org.fascicle.backend.jit.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.Subject;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.product.MatmulTask;
import org.fascicle.backend.jit.product.NativeGemm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhaseTest {
    /** Products of a batch with 100 × 100 matrices, as many as there are layers. */
    @ParameterizedTest
    @CsvSource({"512,20,8,64", "128,20,4,32", "32,20,4,8", "512,10,32,16", "40,20,4,8"})
    void blocksHaveMoreRowsWhereTheirMatricesLeaveTheCache(int rows, int layers, int blocks, int step) {
        Room room = Room.allocate(Type.REAL, rows * 100 + 10000, "a test");
        MatmulTask product =
                new MatmulTask(new NativeGemm(new Natives(Subject.compiler())), room, room, room, 1, rows, 100, 100, false, false)
                        .byRows();
        List<String> parts = new ArrayList<>();
        List<CutTask> tasks = new ArrayList<>(Collections.nCopies(layers, product));
        tasks.set(0, new Recorded(product, parts));
        Phase phase = new Phase(tasks, List.of());
        assertEquals(blocks, phase.blocks());
        phase.run(0, new Scratch());
        assertEquals(List.of("0 to " + step), parts);
    }

    @Test
    void sumsOverRowsFollowWhatIsComputedOfFewRows() {
        List<String> parts = new ArrayList<>();
        MatmulTask product =
                new MatmulTask(new NativeGemm(new Natives(Subject.compiler())), null, null, null, 1, 40, 8, 8, false, false)
                        .byRows();
        CutTask computed = new Recorded(product, parts) {
            @Override
            public int unit() {
                return 1;
            }

            @Override
            public long moved() {
                return 40 * 70_000;
            }
        };
        RowSums sums = new RowSums() {
            @Override
            public int rows() {
                return 40;
            }

            @Override
            public void add(int group, int from, int to, boolean first, Scratch scratch) {
                parts.add("sum " + group + ": " + from + " to " + to + (first ? ", the first" : ""));
            }

            @Override
            public List<Reach> reaches() {
                return List.of();
            }
        };
        Phase phase = new Phase(List.of(computed), List.of(sums), List.of());
        assertEquals(16, phase.blocks());
        phase.run(3, new Scratch());
        assertEquals(List.of("7 to 8", "sum 3: 7 to 8, the first", "8 to 9", "sum 3: 8 to 9", "9 to 10", "sum 3: 9 to 10"),
                parts);
        parts.clear();
        sums.run(15, new Scratch());
        assertEquals(List.of("sum 15: 37 to 40, the first"), parts);
    }

    /** Blocks are of nearly as many whole units, and an even number where there are as many units. */
    @ParameterizedTest
    @CsvSource({"300,32,1,1", "300,32,3,4", "300,32,6,6", "300,32,40,10", "100,16,2,2", "100,16,7,7", "7,1,5,6",
        "128,8,3,4"})
    void blocksAreNearlyEqual(int length, int unit, int wanted, int blocks) {
        int units = Blocks.units(length, unit);
        assertEquals(blocks, Blocks.count(wanted, units));
        int least = units;
        int most = 0;
        for (int block = 0; block < blocks; block++) {
            int begin = Blocks.begin(block, blocks, length, unit);
            assertEquals(0, begin % unit);
            int count = Blocks.units(Blocks.begin(block + 1, blocks, length, unit) - begin, unit);
            least = Math.min(least, count);
            most = Math.max(most, count);
        }
        assertEquals(0, Blocks.begin(0, blocks, length, unit));
        assertEquals(length, Blocks.begin(blocks, blocks, length, unit));
        assertTrue(most - least <= 1, least + " to " + most + " units");
    }

    /** Records which rows are computed. */
    private static class Recorded implements CutTask {
        private final CutTask task;
        private final List<String> parts;

        Recorded(CutTask task, List<String> parts) {
            this.task = task;
            this.parts = parts;
        }

        @Override
        public boolean isCut() {
            return task.isCut();
        }

        @Override
        public int extent() {
            return task.extent();
        }

        @Override
        public int unit() {
            return task.unit();
        }

        @Override
        public long work() {
            return task.work();
        }

        @Override
        public long shared() {
            return task.shared();
        }

        @Override
        public void part(int from, int to, Scratch scratch) {
            parts.add(from + " to " + to);
        }

        @Override
        public int blocks() {
            return task.blocks();
        }

        @Override
        public void run(int block, Scratch scratch) {
            task.run(block, scratch);
        }
    }
}
