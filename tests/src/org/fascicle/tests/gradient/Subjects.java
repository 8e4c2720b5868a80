package org.fascicle.tests.gradient;

import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.variable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.transform.GradientTransform;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.Mode;
import org.fascicle.core.trace.OutputPrediction;
import org.fascicle.core.trace.Parameter;
import org.fascicle.core.trace.Trace;
import org.fascicle.core.trace.TraceScope;
import org.fascicle.core.trace.TracedState;
import org.fascicle.core.trace.UpdateTraceScope;

/** What a configured technique computes, for every way in which the platform may ask it. */
final class Subjects {
    private static final String PLACE = "check";
    private static final int CLASSES = 4;
    private static final List<Shape> INPUTS = List.of(Shape.batch(6), Shape.batch(4, 3), Shape.batch(4, 5, 2));

    private final TechniqueFactory factory;

    Subjects(TechniqueFactory factory) {
        this.factory = factory;
    }

    /** The subjects of a technique; none for a kind that has no gradient (initializers, schedules, metrics, data). */
    List<Subject> of(TechniqueSpec spec) {
        switch (spec.kind()) {
            case ACTIVATION:
                return forward(spec, 1, (inputs, scope) -> this.<Activation>make(spec).apply(inputs.get(0), scope));
            case LAYER:
                Forward layer = (inputs, scope) -> this.<Layer>make(spec).apply(inputs, scope);
                List<Subject> ofOne = forward(spec, 1, layer);
                return ofOne.isEmpty() ? forward(spec, 2, layer) : ofOne;
            case LOSS:
                return losses(spec);
            case REGULARIZER:
                return List.of(ofTensor(spec, (tensor, scope) -> this.<Regularizer>make(spec).penalty(tensor, scope)));
            case CONSTRAINT:
                return List.of(ofTensor(spec, (tensor, scope) -> this.<Constraint>make(spec).project(tensor, scope)));
            case OPTIMIZER:
                return List.of(optimizer(spec, Shape.of(3, 2)), optimizer(spec, Shape.of(4)));
            case TRANSFORM:
                return List.of(transform(spec));
            default:
                return List.of();
        }
    }

    @SuppressWarnings("unchecked")
    private <T> T make(TechniqueSpec spec) {
        return (T) factory.create(spec);
    }

    private interface Forward {
        Expr apply(List<Expr> inputs, TraceScope scope);
    }

    private static List<Subject> forward(TechniqueSpec spec, int inputs, Forward forward) {
        List<Subject> subjects = new ArrayList<>();
        for (Shape shape : INPUTS) {
            for (Mode mode : List.of(Mode.TRAINING, Mode.INFERENCE)) {
                Trace trace = new Trace(mode, false);
                List<Leaf> wanted = new ArrayList<>();
                List<Expr> given = new ArrayList<>();
                for (int i = 0; i < inputs; i++) {
                    given.add(input("x" + i, Type.REAL, shape));
                    wanted.add(Leaf.of("x" + i, given.get(i), Leaf.Values.NORMAL));
                }
                try {
                    Expr output = forward.apply(given, new TraceScope(trace, PLACE, true));
                    subjects.add(new Subject(spec + " of " + shape + " in " + mode, trace, List.of(output),
                            with(wanted, trace.parameters()), states(trace, null)));
                } catch (IllegalArgumentException e) {
                    // It does not take this shape, and has said so.
                }
            }
        }
        return subjects;
    }

    private List<Subject> losses(TechniqueSpec spec) {
        List<Subject> subjects = new ArrayList<>();
        Expr z = input("z", Type.REAL, Shape.batch(CLASSES));
        Map<String, Expr> outputs = new LinkedHashMap<>();
        outputs.put("softmax", softmax(z));
        outputs.put("sigmoid", sigmoid(z));
        outputs.put("linear", z);
        outputs.forEach((name, output) -> {
            Trace trace = new Trace(Mode.TRAINING, false);
            Loss loss = make(spec);
            boolean labels = loss.target() == Loss.Target.LABEL;
            Expr target = labels ? input("target", Type.INT32, Shape.batch())
                    : input("target", Type.REAL, Shape.batch(CLASSES));
            Expr rows = loss.loss(new OutputPrediction(output), target, new TraceScope(trace, PLACE, true));
            // A linear output may stand for probabilities, which are positive.
            Leaf wanted = Leaf.of("z", z, output == z ? Leaf.Values.POSITIVE : Leaf.Values.NORMAL);
            subjects.add(new Subject(spec + " of a " + name + " output", trace, List.of(rows), List.of(wanted), List.of(
                    labels ? Leaf.label("target", target, CLASSES) : Leaf.of("target", target, Leaf.Values.POSITIVE))));
        });
        return subjects;
    }

    private interface OfTensor {
        Expr apply(Expr tensor, TraceScope scope);
    }

    private static Subject ofTensor(TechniqueSpec spec, OfTensor technique) {
        Trace trace = new Trace(Mode.TRAINING, false);
        Expr tensor = variable("tensor", Type.REAL, Shape.of(4, 3));
        Expr result = technique.apply(tensor, new TraceScope(trace, PLACE, true));
        return new Subject(spec.toString(), trace, List.of(result), List.of(Leaf.of("tensor", tensor, Leaf.Values.NORMAL)),
                List.of());
    }

    private Subject optimizer(TechniqueSpec spec, Shape shape) {
        Trace trace = new Trace(Mode.TRAINING, false);
        Expr tensor = variable("tensor", Type.REAL, shape);
        Expr gradient = variable("gradient", Type.REAL, shape);
        Expr next = this.<Optimizer>make(spec).update(new Tensor("tensor", tensor), gradient,
                new UpdateTraceScope(trace, "tensor"));
        return new Subject(spec + " of " + shape, trace, List.of(next), List.of(
                Leaf.of("tensor", tensor, Leaf.Values.NORMAL), Leaf.of("gradient", gradient, Leaf.Values.NORMAL)),
                states(trace, Leaf.Values.POSITIVE));
    }

    private Subject transform(TechniqueSpec spec) {
        Trace trace = new Trace(Mode.TRAINING, false);
        List<Param> parameters = new ArrayList<>();
        List<Expr> gradients = new ArrayList<>();
        List<Leaf> wanted = new ArrayList<>();
        List<Leaf> others = new ArrayList<>();
        for (Shape shape : List.of(Shape.of(3, 2), Shape.of(4))) {
            Expr tensor = variable("tensor" + shape.rank(), Type.REAL, shape);
            Expr gradient = variable("gradient" + shape.rank(), Type.REAL, shape);
            parameters.add(new Tensor("tensor" + shape.rank(), tensor));
            gradients.add(gradient);
            others.add(Leaf.of("tensor" + shape.rank(), tensor, Leaf.Values.NORMAL));
            wanted.add(Leaf.of("gradient" + shape.rank(), gradient, Leaf.Values.NORMAL));
        }
        List<Expr> transformed = this.<GradientTransform>make(spec).transform(parameters, gradients,
                new UpdateTraceScope(trace, PLACE));
        others.addAll(states(trace, Leaf.Values.POSITIVE));
        return new Subject(spec.toString(), trace, transformed, wanted, others);
    }

    private static List<Leaf> with(List<Leaf> leaves, Collection<Parameter> parameters) {
        List<Leaf> all = new ArrayList<>(leaves);
        parameters.forEach(parameter -> all.add(Leaf.of(parameter.path(), parameter.value(), Leaf.Values.NORMAL)));
        return all;
    }

    /** The states that were declared, as they are at first, or with other values. */
    private static List<Leaf> states(Trace trace, Leaf.Values values) {
        List<Leaf> leaves = new ArrayList<>();
        for (TracedState state : trace.states()) {
            String path = state.variable().path();
            leaves.add(values == null ? Leaf.fixed(path, state.value(), state.initial())
                    : Leaf.of(path, state.value(), values));
        }
        return leaves;
    }

    /** A trained tensor as a rule sees it. */
    private static final class Tensor implements Param {
        private final String path;
        private final Expr value;

        Tensor(String path, Expr value) {
            this.path = path;
            this.value = value;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public Shape shape() {
            return value.shape();
        }

        @Override
        public Expr value() {
            return value;
        }
    }
}
