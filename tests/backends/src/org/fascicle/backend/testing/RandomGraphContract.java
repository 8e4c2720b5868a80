package org.fascicle.backend.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Graph;
import org.junit.jupiter.api.Test;

/**
 * Programs drawn at random, forward, gradient and commits, against the reference: as the backend fuses them and each
 * operation by itself, with all rows of a batch and with fewer. Every primitive must be among what was compared, if there are enough. Each
 * program is a function of its seed: {@code JAVA_TOOL_OPTIONS=-Dfascicle.random.seed=N ./build test
 * PROJECT:RandomGraphTest} runs one, {@code -Dfascicle.random.graphs=N} so many, from seed 0 on.
 */
public abstract class RandomGraphContract extends BackendContract {
    private static final long SEED = Long.getLong("fascicle.random.seed", -1);
    private static final CompileSettings FUSED = CompileSettings.of(Precision.FLOAT32, RandomGraph.MAX_ROWS);
    private static final int GRAPHS = Integer.getInteger("fascicle.random.graphs", 1000);
    /** The least share of results that do not depend on the last bits. */
    private static final double COMPARABLE = 0.9;

    private final Set<String> operations = new TreeSet<>();
    private int compared;
    private int results;

    /** How many are drawn. */
    protected int graphs() {
        return GRAPHS;
    }

    /** Whether they are so many that every primitive must be among them. */
    protected boolean areComplete() {
        return true;
    }

    @Test
    void agreeWithTheReference() {
        if (SEED >= 0) {
            check(SEED);
            return;
        }
        System.out.println("random graphs of seeds 0 to " + (graphs() - 1));
        for (long seed = 0; seed < graphs(); seed++) {
            check(seed);
        }
        assertTrue(compared > COMPARABLE * results, "only " + compared + " of " + results + " results could be compared");
        if (!areComplete()) {
            return;
        }
        Set<String> primitives = Primitives.all().stream()
                .filter(op -> op.decomposition().isEmpty() && op != Primitives.WITH_GRADIENT_OF).map(Primitive::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(primitives, operations, "the operations that were compared");
    }

    private void check(long seed) {
        RandomGraph random = new RandomGraph(seed);
        Execution execution = new Execution(random);
        int[] rows = {RandomGraph.MAX_ROWS, 1 + (int) (seed % (RandomGraph.MAX_ROWS - 1))};
        Expectation expected = new Expectation(random, execution, rows);
        expected.operations.forEach(op -> operations.add(op.name()));
        compared += expected.size();
        results += random.outputs.size() + random.commits.size();
        Graph graph = seed % 7 < 3 ? execution.lowered() : execution.whole();
        for (List<? extends Backend> family : families()) {
            Trial trial = new Trial(execution, graph, rows, expected);
            int at = (int) (seed % family.size());
            trial.check(family.get(at), FUSED);
            switch ((int) (seed / family.size() % 3)) {
                case 0 -> trial.check(family.get((at + 1) % family.size()), FUSED);
                case 1 -> trial.check(family.get(at), FUSED.once());
                default -> new Trial(execution, graph, rows, expected).check(family.get(at), FUSED.unfused());
            }
        }
    }

    /** Runs a graph in ways that must give equal bits. */
    private static final class Trial {
        private final Execution execution;
        private final Graph graph;
        private final int[] rows;
        private final Expectation expected;
        private List<Map<String, double[]>> first;

        Trial(Execution execution, Graph graph, int[] rows, Expectation expected) {
            this.execution = execution;
            this.graph = graph;
            this.rows = rows;
            this.expected = expected;
        }

        void check(Backend backend, CompileSettings settings) {
            String what = "random graph of seed " + execution.seed() + ", " + backend.name() + " "
                    + backend.capabilities().record() + (settings.isFused() ? "" : ", unfused")
                    + (settings.isOnce() ? ", once" : "");
            List<Map<String, double[]>> actual;
            try {
                actual = execution.run(backend, settings, graph, rows);
            } catch (RuntimeException e) {
                throw new AssertionError(what + "\n" + graph, e);
            }
            for (int i = 0; i < rows.length; i++) {
                String problem = expected.problem(i, actual.get(i));
                if (problem != null) {
                    fail(problem + ", " + what + "\n" + graph);
                }
            }
            if (first != null) {
                requireEqual(actual, what);
            }
            first = actual;
        }

        private void requireEqual(List<Map<String, double[]>> actual, String what) {
            for (int i = 0; i < rows.length; i++) {
                for (Map.Entry<String, double[]> value : first.get(i).entrySet()) {
                    assertArrayEquals(value.getValue(), actual.get(i).get(value.getKey()),
                            "'" + value.getKey() + "' of " + what);
                }
            }
        }
    }
}
