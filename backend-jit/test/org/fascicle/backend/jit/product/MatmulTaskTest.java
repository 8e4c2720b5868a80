package org.fascicle.backend.jit.product;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.task.Room;
import org.junit.jupiter.api.Test;

/** Which rows and columns the blocks of a product have, in their order. */
class MatmulTaskTest {
    @Test
    void ofFewRowsAndManyColumnsNeighboursHaveTheSameColumns() {
        assertEquals(List.of("0 to 16, 0 to 144", "16 to 32, 0 to 144", "0 to 16, 144 to 300", "16 to 32, 144 to 300"),
                blocks(32, 300, 784, false));
    }

    @Test
    void ofManyBlocksNeighboursHaveTheSameRows() {
        List<String> blocks = blocks(128, 300, 784, false);
        assertEquals(16, blocks.size());
        assertEquals(List.of("0 to 16, 0 to 144", "0 to 16, 144 to 300", "16 to 32, 0 to 144"), blocks.subList(0, 3));
    }

    @Test
    void aSmallGradientOfWeightsHasSomeBlocksIfItIsLong() {
        assertEquals(List.of("0 to 152, 0 to 100", "152 to 300, 0 to 100"), blocks(300, 100, 32, true));
        assertEquals(List.of("0 to 100, 0 to 100"), blocks(100, 100, 64, true));
        assertEquals(List.of("0 to 100, 0 to 10"), blocks(100, 10, 32, true));
    }

    private static List<String> blocks(int m, int n, int k, boolean transposedA) {
        List<String> blocks = new ArrayList<>();
        Gemm recorded = new Gemm() {
            @Override
            public String description() {
                return "recorded";
            }

            @Override
            public void multiply(int m0, int m1, int n0, int n1, int k, Block a, int ao, int ai, int ap, Block b, int bo,
                    int bp, int bj, Block c, int co, int ldc, boolean adds, Scratch scratch) {
                blocks.add(m0 + " to " + m1 + ", " + n0 + " to " + n1);
            }
        };
        Room room = Room.allocate(Type.REAL, 1, "nothing");
        MatmulTask task = new MatmulTask(recorded, room, room, room, 1, m, n, k, transposedA, false);
        for (int block = 0; block < task.blocks(); block++) {
            task.run(block, new Scratch());
        }
        return blocks;
    }
}
