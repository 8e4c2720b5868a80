package org.fascicle.core.trace;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.expr.Type;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Kind;
import org.fascicle.compiler.expression.Traversal;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TraceScope;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.core.model.TechniqueSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TraceTest {
    @Test
    void statesMayBeDrawnAndInitializersAreAskedForFirstValuesAlone() {
        Trace asked = new Trace(Mode.INFERENCE, true);
        State spread = new TraceScope(asked, "dense", true).state("spread", TWO,
                (shape, place) -> place.uniform(shape).add(place.path().length()));
        new TraceScope(asked, "dense", true).state("mean", TWO, 0.5);
        assertEquals(List.of("dense/spread"), List.copyOf(asked.firstValues().keySet()));
        assertEquals(TWO, asked.firstValues().get("dense/spread").shape());
        assertEquals(TWO, spread.value().shape());
        Trace running = new Trace(Mode.TRAINING, false);
        new TraceScope(running, "dense", true).state("spread", TWO, (shape, place) -> {
            throw new IllegalStateException("asked");
        });
        assertEquals(Map.of(), running.firstValues());
        assertTrue(running.states().iterator().next().isDrawn());
    }

    private static final Shape TWO = Shape.of(2);
    private static final Scope.Initial ONES = (shape, scope) -> full(shape, 1);

    private final Trace trace = new Trace(Mode.TRAINING, true);
    private final Scope dense = new TraceScope(trace, "dense", true);

    @Test
    void parametersLieUnderTheirPlace() {
        Expr kernel = dense.parameter("kernel", TWO, ONES);
        assertEquals("dense/kernel", kernel.attributes().text("path"));
        Parameter parameter = trace.parameters().iterator().next();
        assertSame(kernel, parameter.value());
        assertTrue(parameter.isTrainable());
        assertFalse(parameter.isConstrained());
        assertEquals(TWO, parameter.initial().shape());
        assertEquals("dense/kernel", trace.provenance().get(kernel));
    }

    @Test
    void namesAreDeclaredOnce() {
        dense.parameter("kernel", TWO, ONES);
        refused("'dense/kernel' is declared twice", () -> dense.parameter("kernel", TWO, ONES));
        refused("'dense/kernel' is declared twice", () -> dense.state("kernel", TWO, 0));
        dense.state("mean", TWO, 0);
        refused("'dense/mean' is declared twice", () -> dense.parameter("mean", TWO, ONES));
        refused("the state 'dense/mean' is declared as [2] and as []", () -> dense.state("mean", Shape.scalar(), 0));
        assertSame(dense.state("mean", TWO, 0), dense.state("mean", TWO, 0));
    }

    @Test
    void placesWithinHaveTensorsAndDrawsOfTheirOwn() {
        Scope inner = dense.within("forward");
        assertEquals("dense/forward", inner.path());
        assertEquals("dense/forward/kernel", inner.parameter("kernel", TWO, ONES).attributes().text("path"));
        dense.within("backward").parameter("kernel", TWO, ONES);
        dense.parameter("kernel", TWO, ONES);
        refused("'dense/forward/kernel' is declared twice", () -> dense.within("forward").parameter("kernel", TWO, ONES));
        refused("'dense/kernel' is declared twice", () -> dense.within("kernel"));
        refused("'dense/forward' is a place and cannot be a tensor as well", () -> dense.state("forward", TWO, 0));
        refused("'dense/a/b' cannot be a place: a name begins with a letter or _, and has letters, digits, '_', '-' and '.' only",
                () -> dense.within("a/b"));
        Trace inference = new Trace(Mode.INFERENCE, false);
        assertFalse(new TraceScope(inference, "dense", true).within("forward").training());
        assertFalse(new TraceScope(trace, "frozen", false).within("forward").stochastic());
        UpdateScope rule = new UpdateTraceScope(trace, "dense/kernel").within("inner", constant(2));
        assertEquals("optimizer/dense/kernel/inner/m", path(rule.slot("m", TWO, 0)));
        assertEquals("optimizer/inner/count", path(rule.globalSlot("count", 0)));
        assertEquals(2, rule.within("more").learningRate().attributes().number("value"));
    }

    @Test
    void sharedPlacesGiveTheirParametersAgain() {
        Scope first = dense.shared("layer");
        Expr kernel = first.parameter("kernel", TWO, ONES, (tensor, scope) -> sum(tensor), null);
        assertSame(kernel, dense.shared("layer").parameter("kernel", TWO, ONES, (tensor, scope) -> sum(tensor), null));
        Expr deeper = first.within("inner").parameter("kernel", TWO, ONES);
        assertSame(deeper, dense.shared("layer").within("inner").parameter("kernel", TWO, ONES));
        assertEquals(2, trace.parameters().size());
        assertEquals(1, trace.penalties().size());
        refused("the parameter 'dense/layer/kernel' is declared as [2] and as []",
                () -> dense.shared("layer").parameter("kernel", Shape.scalar(), ONES));
        refused("'dense/layer/kernel' is declared twice", () -> dense.within("layer").parameter("kernel", TWO, ONES));
        first.state("mean", TWO, 0).set(full(TWO, 1));
        assertThrows(IllegalStateException.class, () -> dense.shared("layer").state("mean", TWO, 0).set(full(TWO, 2)));
    }

    private static String path(State state) {
        return state.value().attributes().text("path");
    }

    @Test
    void parametersHaveFixedShapes() {
        refused("the parameter 'dense/kernel' cannot have the batch's rows: [rows, 2]",
                () -> dense.parameter("kernel", Shape.batch(2), ONES));
        assertThrows(ShapeException.class, () -> dense.state("mean", Shape.batch(2), 0));
    }

    @Test
    void initializersAreAskedOnlyForFirstValues() {
        refused("the initializer of 'dense/kernel' gave constant int32 [] where reals were expected",
                () -> dense.parameter("kernel", TWO, (shape, scope) -> constant(1, Type.INT32)));
        Trace later = new Trace(Mode.TRAINING, false);
        new TraceScope(later, "dense", true).parameter("kernel", TWO, (shape, scope) -> {
            throw new AssertionError("must not be asked");
        });
        assertNull(later.parameters().iterator().next().initial());
    }

    @Test
    void penaltiesAndProjectionsSeeTheParametersOwnPlace() {
        dense.parameter("kernel", TWO, ONES, (tensor, scope) -> {
            assertEquals("dense/kernel", scope.path());
            return sum(tensor.square());
        }, (tensor, scope) -> tensor.mul(2));
        assertEquals(1, trace.penalties().size());
        Parameter parameter = trace.parameters().iterator().next();
        assertTrue(parameter.isConstrained());
        assertSame(Primitives.MUL, parameter.constrain(parameter.value()).op());
        refused("a penalty must be a real number of rank 0, not mul real [2], at dense/bias",
                () -> dense.parameter("bias", TWO, ONES, (tensor, scope) -> tensor.square(), null));
    }

    @Test
    void activityPenaltiesCountInTrainingOnly() {
        dense.addToLoss(constant(1));
        assertEquals(1, trace.penalties().size());
        Trace inference = new Trace(Mode.INFERENCE, false);
        new TraceScope(inference, "dense", true).addToLoss(constant(1));
        assertEquals(0, inference.penalties().size());
    }

    @Test
    void frozenPlacesNeitherDrawNorLearn() {
        Scope frozen = new TraceScope(trace, "frozen", false);
        frozen.parameter("kernel", TWO, ONES, (tensor, scope) -> sum(tensor), null);
        assertFalse(trace.parameters().iterator().next().isTrainable());
        assertEquals(List.of(), trace.penalties());
        assertFalse(frozen.stochastic());
        assertFalse(frozen.updatesStatistics());
        assertTrue(frozen.training());
    }

    @Test
    void modesTellWhatTechniquesMayDo() {
        assertTrue(dense.stochastic() && dense.updatesStatistics() && dense.training());
        Scope inference = new TraceScope(new Trace(Mode.INFERENCE, false), "dense", true);
        assertFalse(inference.stochastic() || inference.updatesStatistics() || inference.training());
        Scope monteCarlo = new TraceScope(new Trace(Mode.MONTE_CARLO, false), "dense", true);
        assertTrue(monteCarlo.stochastic() && !monteCarlo.updatesStatistics() && !monteCarlo.training());
    }

    @Test
    void aTraceKnowsWhetherItsModeWasAskedFor() {
        dense.parameter("kernel", TWO, ONES);
        dense.addToLoss(constant(1));
        assertFalse(trace.isModeAsked());
        for (Predicate<Scope> question : List.<Predicate<Scope>>of(
                Scope::stochastic, Scope::updatesStatistics, Scope::training)) {
            Trace asked = new Trace(Mode.INFERENCE, false);
            assertFalse(question.test(new TraceScope(asked, "frozen", false)));
            assertTrue(asked.isModeAsked());
        }
    }

    @Test
    void modesAreNamedInMessages() {
        assertEquals("[training, inference, monte-carlo]", List.of(Mode.values()).toString());
    }

    @Test
    void randomNumbersMayBeSupplied() {
        List<String> asked = new ArrayList<>();
        Expr numbers = input("u", Type.REAL, TWO);
        Scope supplied = new TraceScope(new Trace(Mode.TRAINING, false, (path, draw, shape) -> {
            asked.add(path + " " + draw + " " + shape);
            return numbers;
        }), "dense", true);
        assertSame(numbers, supplied.uniform(TWO));
        for (Expr drawn : List.of(supplied.normal(TWO), supplied.truncatedNormal(TWO))) {
            assertTrue(Traversal.postorder(List.of(drawn)).contains(numbers));
        }
        assertEquals(List.of("dense 0 [2]", "dense 1 [2]", "dense 2 [2]"), asked);
    }

    @Test
    void drawsAreNumberedForEachPlace() {
        Scope other = new TraceScope(trace, "other", true);
        assertEquals("dense 0", draw(dense.uniform(TWO)));
        assertEquals("dense 1", draw(dense.normal(TWO)));
        assertEquals("other 0", draw(other.truncatedNormal(Shape.batch(2))));
        assertEquals("dense 2", draw(dense.uniform(TWO)));
        dense.parameter("kernel", TWO, (shape, scope) -> {
            assertEquals("dense/kernel 0", draw(scope.normal(shape)));
            return scope.uniform(shape);
        });
        assertEquals("dense 3", draw(dense.uniform(TWO)));
    }

    @Test
    void numbersThatMayBeScheduled() {
        assertEquals(0.5, dense.value(Scheduled.of(0.5)).attributes().number("value"));
        Expr scheduled = dense.value(Scheduled.by("/network/0/rate"));
        assertSame(Primitives.SCALAR, scheduled.op());
        assertEquals("schedule:/network/0/rate", scheduled.attributes().text("name"));
    }

    @Test
    void aStateIsSetOnceToItsOwnShape() {
        State mean = dense.state("mean", TWO, 0);
        assertThrows(ShapeException.class, () -> mean.set(constant(1, Type.INT32)));
        assertThrows(ShapeException.class, () -> mean.set(full(Shape.of(3), 1)));
        assertEquals(TWO, mean.set(constant(1)).shape());
        assertEquals("the state 'dense/mean' is set twice",
                assertThrows(IllegalStateException.class, () -> mean.set(constant(2))).getMessage());
    }

    @Test
    void slotsLieUnderTheOptimizer() {
        UpdateScope kernel = new UpdateTraceScope(trace, "dense/kernel");
        UpdateScope bias = new UpdateTraceScope(trace, "dense/bias");
        kernel.slot("velocity", TWO, 0);
        State count = kernel.globalSlot("count", 1);
        assertSame(count, bias.globalSlot("count", 1));
        Expr first = count.set(count.value().add(1));
        assertSame(first, bias.globalSlot("count", 1).set(count.value().add(1)));
        List<String> paths = trace.states().stream().map(state -> state.variable().path()).collect(Collectors.toList());
        assertEquals(List.of("optimizer/dense/kernel/velocity", "optimizer/count"), paths);
        assertEquals("optimizer/dense/bias 0", draw(bias.uniform(TWO)));
        assertEquals("learning_rate", kernel.learningRate().attributes().text("name"));
        assertEquals("step", kernel.step().attributes().text("name"));
    }

    @Test
    void slotsMayLieElsewhere() {
        UpdateScope kernel = UpdateTraceScope.in(trace, "slots", "check", scalar(UpdateTraceScope.STEP));
        kernel.slot("velocity", TWO, 0);
        kernel.globalSlot("count", 1);
        List<String> paths = trace.states().stream().map(state -> state.variable().path()).collect(Collectors.toList());
        assertEquals(List.of("slots/check/velocity", "slots/count"), paths);
        assertEquals("learning_rate", kernel.learningRate().attributes().text("name"));
    }

    @Test
    void predictionsKnowTheirLogits() {
        Expr x = input("x", Type.REAL, Shape.batch(3));
        assertSame(x, new OutputPrediction(softmax(x)).logits());
        assertSame(x, new OutputPrediction(sigmoid(x)).logits());
        assertSame(Primitives.LOG_SOFTMAX, new OutputPrediction(softmax(x)).logProbabilities().op());
        assertSame(Primitives.SOFTPLUS, new OutputPrediction(sigmoid(x)).logProbabilities().operands().get(0).op());
        Expr no = new OutputPrediction(sigmoid(x)).logComplements().operands().get(0);
        assertSame(Primitives.SOFTPLUS, no.op());
        assertSame(x, no.operands().get(0));
        assertSame(Primitives.LOG, new OutputPrediction(softmax(x)).logComplements().op());
        Expr clipped = new OutputPrediction(x).logits();
        assertSame(Primitives.LOG, clipped.op());
        assertSame(Primitives.MAX, clipped.operands().get(0).op());
    }

    @Test
    void whatATechniqueThrowsIsWordedWithItsPlace() {
        assertEquals("m.json: at /network/0: layer 'a' (dense): takes one input", worded(new ShapeException("takes one input")));
        assertTrue(worded(new UnsupportedOperationException("no")).startsWith("m.json: at /network/0: layer 'a' (dense) failed: "
                + "java.lang.UnsupportedOperationException: no (at org.fascicle.core.trace.TraceTest"));
        assertTrue(worded(new NoClassDefFoundError("gone")).contains("failed: java.lang.NoClassDefFoundError: gone"));
        assertEquals("as it was", worded(new InputException("as it was")));
    }

    private static String worded(Throwable thrown) {
        TechniqueSpec spec = new TechniqueSpec(Kind.LAYER, "dense", null, Map.of(), "/network/0", "m.json");
        InputException problem = assertThrows(InputException.class, () -> NetworkTrace.guarded(spec, "layer 'a'", () -> {
            if (thrown instanceof Error) {
                throw (Error) thrown;
            }
            throw (RuntimeException) thrown;
        }));
        assertNull(problem.getCause());
        return problem.getMessage();
    }

    private static String draw(Expr e) {
        Expr at = e;
        while (at.op() != Primitives.RANDOM_BITS) {
            at = at.operands().get(0);
        }
        return at.attributes().text("path") + " " + at.attributes().integer("draw");
    }

    private static void refused(String message, Executable declaring) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, declaring).getMessage());
    }
}
