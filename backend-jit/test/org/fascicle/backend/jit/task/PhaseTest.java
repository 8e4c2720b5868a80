package org.fascicle.backend.jit.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.product.MatmulTask;
import org.fascicle.backend.jit.product.PlainGemm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhaseTest {
    /** Products of a batch with 100 × 100 matrices, as many as there are layers. */
    @ParameterizedTest
    @CsvSource({"512,20,8,64", "128,20,4,32", "32,20,4,8", "512,10,32,16", "40,20,3,16"})
    void blocksHaveMoreRowsWhereTheirMatricesLeaveTheCache(int rows, int layers, int blocks, int step) {
        Room room = Room.of(new float[rows * 100 + 10000], 0);
        MatmulTask product = new MatmulTask(new PlainGemm(), room, room, room, 1, rows, 100, 100, false, false).byRows();
        List<String> parts = new ArrayList<>();
        List<CutTask> tasks = new ArrayList<>(Collections.nCopies(layers, product));
        tasks.set(0, new Told(product, parts));
        Phase phase = new Phase(tasks, List.of());
        assertEquals(blocks, phase.blocks());
        phase.run(0, new Scratch());
        assertEquals(List.of("0 to " + step), parts);
    }

    /** Tells which rows are computed. */
    private static final class Told implements CutTask {
        private final CutTask task;
        private final List<String> parts;

        Told(CutTask task, List<String> parts) {
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
