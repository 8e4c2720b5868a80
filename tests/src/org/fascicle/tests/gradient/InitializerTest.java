package org.fascicle.tests.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.technique.Kind;
import org.fascicle.core.expression.Lowering;
import org.fascicle.core.expression.Rewriter;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.Mode;
import org.fascicle.core.trace.Trace;
import org.fascicle.core.trace.TraceScope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every installed initializer draws the same finite numbers on every backend, in each of its configurations. */
public class InitializerTest extends CheckedTechniques {
    private static final Shape SHAPE = Shape.of(40, 25);
    private static final long SEED = 99;
    private static final double RELATIVE = 1e-6;

    static Stream<Arguments> backendsAndInitializers() throws Exception {
        List<Arguments> all = new ArrayList<>();
        for (String backend : backends()) {
            techniques(List.of(Kind.INITIALIZER)).forEach(arguments -> all.add(Arguments.of(backend, arguments.get()[1])));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("backendsAndInitializers")
    void allBackendsDrawTheSame(String backend, String name) throws Exception {
        for (TechniqueSpec variant : configurations(Kind.INITIALIZER, name)) {
            Trace trace = new Trace(Mode.INFERENCE, true);
            Initializer initializer = (Initializer) new TechniqueFactory(techniques).create(variant);
            Expr drawn = initializer.initialize(SHAPE, new TraceScope(trace, "check", true));
            Graph graph = new Lowering(trace.provenance())
                    .output("drawn", Rewriter.rewrite(List.of(drawn), trace.provenance()).get(0)).build();
            double[] exact = run(backend("reference"), Precision.FLOAT64, graph);
            double[] actual = run(backend(backend), Precision.FLOAT32, graph);
            double greatest = Arrays.stream(exact).map(Math::abs).max().orElseThrow();
            assertTrue(Double.isFinite(greatest), variant + " gives " + greatest);
            assertArrayEquals(exact, actual, RELATIVE * greatest, variant.toString());
        }
    }

    private static double[] run(Backend backend, Precision precision, Graph graph) {
        try (Executable executable = backend.compile(graph, CompileSettings.of(precision, 1));
                Workspace workspace = executable.open(Bindings.of(Map.of(), Map.of()))) {
            workspace.run(new RunArguments(0).seed(SEED));
            double[] values = new double[Math.toIntExact(SHAPE.size())];
            workspace.output("drawn").read(0, values, 0, values.length);
            return values;
        }
    }
}
