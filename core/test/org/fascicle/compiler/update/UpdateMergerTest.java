package org.fascicle.compiler.update;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.randomBits;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.variable;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.expression.Traversal;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.rewrite.ExprEvaluator;
import org.fascicle.compiler.rewrite.RandomExpressions;
import org.fascicle.compiler.rewrite.Tensor;
import org.junit.jupiter.api.Test;

class UpdateMergerTest {
    private static final long SEED = 7;

    /** A rule of an optimizer: what it makes of parameter, gradient and slots is what it writes. */
    private interface Rule {
        List<Expr> apply(Expr parameter, Expr gradient, List<Expr> slots);
    }

    private final List<Expr> parameters = new ArrayList<>();
    private final List<Expr> gradients = new ArrayList<>();

    private void network() {
        Expr h = input("x", Type.REAL, Shape.of(Shape.ROWS, 4));
        for (int i = 0; i < 3; i++) {
            Expr kernel = variable("dense_" + i + "/kernel", Type.REAL, Shape.of(4, 4));
            Expr bias = variable("dense_" + i + "/bias", Type.REAL, i == 2 ? Shape.scalar() : Shape.of(4));
            parameters.addAll(List.of(kernel, bias));
            h = tanh(matmul(h, kernel).add(bias));
        }
        gradients.addAll(Differentiator.gradients(sum(h), parameters, new IdentityHashMap<>()));
    }

    private static String path(Expr variable) {
        return variable.attributes().text("path");
    }

    private static Variable target(Expr variable) {
        return Variable.of(path(variable), variable.type(), variable.shape());
    }

    private Update update(int i, Rule rule, int slots, boolean constrained) {
        Expr parameter = parameters.get(i);
        Expr placeholder = input("gradient", Type.REAL, parameter.shape());
        List<Expr> own = new ArrayList<>();
        for (int k = 0; k < slots; k++) {
            own.add(variable("optimizer/" + path(parameter) + "/slot" + k, Type.REAL, parameter.shape()));
        }
        List<Expr> written = rule.apply(parameter, placeholder, own);
        Update update = Update.of(target(parameter), gradients.get(i), placeholder, written.get(0), constrained);
        for (int k = 0; k < slots; k++) {
            update = update.slot(target(own.get(k)), written.get(k + 1));
        }
        return update;
    }

    private List<Update> updates(Rule rule, int slots) {
        network();
        List<Update> updates = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            updates.add(update(i, rule, slots, false));
        }
        return updates;
    }

    private static List<Expr> adam(Expr w, Expr g, List<Expr> slots) {
        Expr m = slots.get(0).add(g.sub(slots.get(0)).mul(constant(1).sub(scalar("beta"))));
        Expr v = slots.get(1).mul(0.999).add(g.square().mul(0.001));
        Expr schedule = variable("optimizer/product", Type.REAL, Shape.scalar());
        return List.of(w.sub(m.mul(scalar("rate").mul(schedule)).div(sqrt(v).add(1e-7))), m, v);
    }

    /** Compares what is written, packed and unpacked. */
    private static void same(List<Update> updates, Merged merged) {
        Map<Variable, Expr> plain = new HashMap<>();
        for (Update update : updates) {
            plain.putAll(UpdateMerger.merge(List.of(update), new IdentityHashMap<>()).commits());
        }
        Map<String, Tensor> leaves = RandomExpressions.leaves(plain.values(), new Random(SEED), 3);
        leaves.replaceAll((path, t) -> path.contains("slot1") ? positive(t) : t);
        for (Packed packed : merged.packed()) {
            double[] all = new double[(int) packed.variable().shape().size()];
            for (Segment segment : packed.segments()) {
                Tensor own = leaves.get(segment.path());
                double[] part = own != null ? own.data : new double[segment.size()];
                System.arraycopy(part, 0, all, segment.offset(), part.length);
            }
            leaves.put(packed.variable().path(), Tensor.real(packed.variable().shape(), all));
        }
        ExprEvaluator evaluator = new ExprEvaluator(3, leaves, Map.of("rate", 0.1, "beta", 0.9));
        Map<String, Tensor> expected = new HashMap<>();
        plain.forEach((variable, value) -> expected.put(variable.path(), evaluator.evaluate(value)));
        List<Variable> targets = new ArrayList<>(merged.commits().keySet());
        List<Expr> values = UpdateMerger.substitute(
                new ArrayList<>(merged.commits().values()), merged.readings(), new IdentityHashMap<>());
        Map<String, Tensor> written = new HashMap<>();
        for (int i = 0; i < targets.size(); i++) {
            written.put(targets.get(i).path(), evaluator.evaluate(values.get(i)));
        }
        for (Packed packed : merged.packed()) {
            double[] all = written.remove(packed.variable().path()).data;
            for (Segment s : packed.segments()) {
                written.put(s.path(), Tensor.real(s.shape(), Arrays.copyOfRange(all, s.offset(), s.offset() + s.size())));
            }
        }
        assertEquals(expected.keySet(), written.keySet());
        expected.forEach((path, t) -> assertArrayEquals(t.data, written.get(path).data, path));
        for (Expr e : Traversal.postorder(values)) {
            assertTrue(e.op() != Primitives.VARIABLE || !merged.readings().containsKey(path(e)), "still reads " + e);
            assertTrue(e.op() != Primitives.INPUT || e.attributes().text("name").equals("x"), "a placeholder is left");
        }
    }

    private static Tensor positive(Tensor t) {
        double[] data = t.data.clone();
        for (int i = 0; i < data.length; i++) {
            data[i] = Math.abs(data[i]);
        }
        return new Tensor(t.type, t.shape, data);
    }

    @Test
    void adamOfAllTensorsIsOnePass() {
        List<Update> updates = updates(UpdateMergerTest::adam, 2);
        Merged merged = UpdateMerger.merge(updates, new IdentityHashMap<>());
        assertEquals(3, merged.packed().size(), "parameters and two slots");
        assertEquals(3, merged.commits().size());
        assertEquals(List.of("packed/0/parameter", "packed/0/slot0", "packed/0/slot1"), merged.packed().stream()
                .map(p -> p.variable().path()).collect(Collectors.toList()));
        assertEquals(Shape.of(3 * 16 + 4 + 4 + 1), merged.packed().get(0).variable().shape());
        assertEquals(16, merged.packed().get(0).segments().get(1).offset());
        same(updates, merged);
    }

    @Test
    void plainDescentIsOnePass() {
        List<Update> updates = updates((w, g, s) -> List.of(w.sub(g.mul(scalar("rate")))), 0);
        Merged merged = UpdateMerger.merge(updates, new IdentityHashMap<>());
        assertEquals(1, merged.packed().size());
        same(updates, merged);
    }

    /** A penalty's gradient and clipping: each element by itself, with the parameter and numbers. */
    private static Expr treated(Expr gradient, Expr parameter) {
        return maximum(gradient.add(parameter.mul(0.02).mul(scalar("beta"))), constant(-0.5));
    }

    @Test
    void whatIsDoneToGradientsElementByElementIsPartOfTheUpdate() {
        network();
        List<Expr> computed = List.copyOf(gradients);
        for (int i = 0; i < 3; i++) {
            gradients.set(i, treated(gradients.get(i), parameters.get(i)));
        }
        List<Update> updates = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            updates.add(update(i, UpdateMergerTest::adam, 2, false));
        }
        Merged merged = UpdateMerger.merge(updates, new IdentityHashMap<>());
        assertEquals(List.of(3, parameters.size() - 3), merged.packed().stream()
                .filter(packed -> packed.variable().path().endsWith("parameter")).map(packed -> packed.segments().size())
                .collect(Collectors.toList()));
        Set<Expr> joined = Traversal.identitySet();
        Traversal.postorder(merged.commits().values()).stream().filter(e -> e.op() == Primitives.CONCAT)
                .flatMap(e -> e.operands().stream())
                .forEach(part -> joined.add(part.op() == Primitives.RESHAPE ? part.operands().get(0) : part));
        assertTrue(joined.containsAll(computed), "gradients are packed as they were computed");
        same(updates, merged);
    }

    @Test
    void whatJoinsSeveralTensorsToAGradientIsDoneBefore() {
        network();
        gradients.set(0, gradients.get(0).add(variable("other", Type.REAL, parameters.get(0).shape())));
        gradients.set(2, gradients.get(2).mul(sqrt(sum(gradients.get(2).square()))));
        List<Update> updates = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            updates.add(update(i, UpdateMergerTest::adam, 2, false));
        }
        Merged merged = UpdateMerger.merge(updates, new IdentityHashMap<>());
        assertEquals(3, merged.packed().size());
        same(updates, merged);
    }

    @Test
    void differingRulesAreDifferingGroups() {
        network();
        Rule one = (w, g, s) -> List.of(w.sub(g.mul(scalar("rate"))));
        Rule other = (w, g, s) -> List.of(w.sub(g.mul(0.5)));
        Rule decayed = (w, g, s) -> List.of(w.mul(0.99).sub(g.mul(0.5)));
        List<Update> updates = List.of(update(0, one, 0, false), update(1, other, 0, false), update(2, one, 0, false),
                update(3, other, 0, false), update(4, decayed, 0, false), update(5, one, 0, true));
        Merged merged = UpdateMerger.merge(updates, new IdentityHashMap<>());
        assertEquals(2, merged.packed().size());
        assertEquals(4, merged.commits().size(), "two groups, one without its like, one constrained");
        same(updates, merged);
    }

    @Test
    void whatMixesElementsIsNotMerged() {
        Rule norm = (w, g, s) -> List.of(w.sub(g.div(sqrt(sum(g.square())).add(1e-9))));
        Rule place = (w, g, s) -> List.of(w.sub(g.mul(iota(Shape.of(1), 0).cast(Type.REAL))));
        Rule noise = (w, g, s) -> List.of(w.add(randomBits("n", 0, w.shape(), 24).cast(Type.REAL).mul(g)));
        for (Rule rule : List.of(norm, noise, place)) {
            parameters.clear();
            gradients.clear();
            network();
            List<Update> updates = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                updates.add(update(i, rule, 0, false));
            }
            assertEquals(List.of(), UpdateMerger.merge(updates, new IdentityHashMap<>()).packed());
            same(updates, UpdateMerger.merge(updates, new IdentityHashMap<>()));
        }
    }

    @Test
    void aSlotThatOnlySomeReadIsNotTheSame() {
        network();
        Rule reads = (w, g, s) -> List.of(w.sub(s.get(0)), maximum(s.get(0), g));
        Rule reset = (w, g, s) -> List.of(w.sub(s.get(0)), constantLike(g));
        List<Update> updates = List.of(update(0, reads, 1, false), update(2, reset, 1, false), update(4, reads, 1, false));
        Merged merged = UpdateMerger.merge(updates, new IdentityHashMap<>());
        assertEquals(2, merged.packed().size());
        same(updates, merged);
        List<Update> constants = List.of(update(0, reset, 1, false), update(1, reset, 1, false), update(3, reset, 1, false));
        same(constants, UpdateMerger.merge(constants, new IdentityHashMap<>()));
    }

    @Test
    void parameterAndSlotsDoNotStandForEachOther() {
        network();
        Rule one = (w, g, s) -> List.of(w.sub(s.get(0)), s.get(1), s.get(0).add(g));
        Rule other = (w, g, s) -> List.of(s.get(0).sub(w), s.get(1), s.get(0).add(g));
        Rule third = (w, g, s) -> List.of(w.sub(s.get(1)), s.get(1), s.get(0).add(g));
        List<Update> updates = List.of(update(0, one, 2, false), update(2, other, 2, false), update(4, third, 2, false));
        assertEquals(List.of(), UpdateMerger.merge(updates, new IdentityHashMap<>()).packed());
    }

    private static Expr constantLike(Expr g) {
        return broadcast(constant(0.5), g.shape());
    }
}
