package org.fascicle.core.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.core.model.NetworkSpec;
import org.fascicle.core.model.OutputSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.jspecify.annotations.Nullable;

/** What goes into a network, and what its losses compare with: names, shapes and types of one row. Immutable. */
public final class Signature {
    private final Map<String, Shape> inputs;
    private final List<Target> targets;
    private final boolean reconstructing;
    private final Map<String, Integer> indices;
    private final @Nullable Meaning meaning;

    /**
     * A signature of rows of which nothing more is known.
     *
     * @param inputs the shape of one row of each input, by name, in order
     * @param targets one for each output, in order
     * @param reconstructing whether the features of the only input are the target
     */
    public Signature(Map<String, Shape> inputs, List<Target> targets, boolean reconstructing) {
        this(inputs, targets, reconstructing, Map.of(), null);
    }

    private Signature(Map<String, Shape> inputs, List<Target> targets, boolean reconstructing, Map<String, Integer> indices,
            @Nullable Meaning meaning) {
        this.meaning = meaning;
        this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        this.targets = List.copyOf(targets);
        this.reconstructing = reconstructing;
        this.indices = Map.copyOf(indices);
    }

    /**
     * The same, with what numbers have to be.
     *
     * @param domains what the loss of each output can judge
     * @param bounds how many different things the numbers of an input stand for, by its name; none for inputs of any numbers
     */
    public Signature restricted(List<Domain> domains, Map<String, Integer> bounds) {
        List<Target> others = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            others.add(targets.get(i).of(domains.get(i)));
        }
        return new Signature(inputs, others, reconstructing, bounds, meaning);
    }

    /**
     * The same, with names for the classes of an output.
     *
     * @param at the place of the output among all
     */
    public Signature named(int at, List<String> names) {
        List<Target> others = new ArrayList<>(targets);
        others.set(at, new Target(targets.get(at).name(), Shape.scalar(), Type.INT32, names.size(), names)
                .outputs(targets.get(at).outputs().orElse(null)));
        return new Signature(inputs, others, reconstructing, indices, meaning);
    }

    /** The same, of rows of a table whose columns mean something; null for others. */
    public Signature meaning(@Nullable Meaning columns) {
        return new Signature(inputs, targets, reconstructing, indices, columns);
    }

    /** What the columns mean that rows are made of, if they are made of a table. */
    public Optional<Meaning> meaning() {
        return Optional.ofNullable(meaning);
    }

    /**
     * The signature of data, for some outputs.
     *
     * @param inputs the network's
     * @param kinds what the loss of each output compares with
     * @param factory knows the losses that are installed
     */
    public static Signature of(Map<String, Shape> inputs, List<OutputSpec> outputs, List<Loss.Target> kinds,
            TechniqueFactory factory,
            Data data) {
        if (data.isReconstructing()) {
            if (outputs.size() != 1 || inputs.size() != 1) {
                throw new InputException("features can be the target of a network with one input and one output only");
            }
            return new Signature(inputs,
                    List.of(new Target(outputs.get(0).name(), inputs.values().iterator().next(), Type.REAL, 0,
                            List.of())),
                    true, Map.of(), data.training().meaning().orElse(null));
        }
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            targets.add(target(outputs.get(i), kinds.get(i), data.training(), factory));
        }
        return new Signature(inputs, targets, false, Map.of(), data.training().meaning().orElse(null));
    }

    /** A signature whose targets are known by the names of their classes alone, as far as data have them. */
    public static Signature described(Map<String, Shape> inputs, NetworkSpec network, @Nullable Data data) {
        List<Target> targets = new ArrayList<>();
        List<String> outputs = network.outputs().isEmpty() ? List.of(Examples.OUTPUT) : network.outputs();
        for (String output : outputs) {
            Examples examples = data == null ? null : data.training();
            String name = examples != null && examples.outputs().size() == 1 ? examples.outputs().get(0) : output;
            if (data != null && examples != null && !data.isReconstructing() && examples.outputs().contains(name)
                    && examples.classes(name) > 0) {
                targets.add(new Target(name, Shape.scalar(), Type.INT32, examples.classes(name), examples.classNames(name)));
            } else if (data != null && examples != null && !data.isReconstructing() && examples.outputs().contains(name)) {
                targets.add(new Target(name, examples.targetShape(name), Type.REAL, 0, examples.classNames(name)));
            } else {
                targets.add(new Target(name, Shape.scalar(), Type.REAL, 0, List.of()));
            }
        }
        return new Signature(inputs, targets, data != null && data.isReconstructing(),
                Map.of(), data == null ? null : data.training().meaning().orElse(null));
    }

    private static Target target(OutputSpec output, Loss.Target kind, Examples examples, TechniqueFactory factory) {
        String name = examples.outputs().size() == 1 && !output.isNamed() ? examples.outputs().get(0) : output.name();
        if (!examples.outputs().contains(name)) {
            throw new InputException(output.loss().source(), output.loss().pointer(),
                    "the data have no targets for the output '" + name
                            + "'",
                    "They have targets for: " + String.join(", ", examples.outputs()));
        }
        int classes = examples.classes(name);
        if (kind == Loss.Target.LABEL) {
            if (classes == 0) {
                throw new InputException(output.loss().source(), output.loss().pointer(), "the loss '" + output.loss().name()
                        + "' needs labelled rows, and the data have target values", proposal(factory));
            }
            return new Target(name, Shape.scalar(), Type.INT32, classes, examples.classNames(name));
        }
        return new Target(name, classes > 0 ? Shape.scalar() : examples.targetShape(name), Type.REAL, classes,
                examples.classNames(name));
    }

    private static String proposal(TechniqueFactory factory) {
        List<String> names = factory.names(Kind.LOSS, loss -> ((Loss) loss).target() == Loss.Target.VALUES);
        return names.isEmpty() ? "A loss for values is needed, and none is installed"
                : "Take a loss for values: " + String.join(", ", names);
    }

    /** The shape of one row of each input, by name, in order. */
    public Map<String, Shape> inputs() {
        return inputs;
    }

    /** What each output is compared with, in order. */
    public List<Target> targets() {
        return targets;
    }

    /** How many different things the numbers of an input stand for; 0 for any numbers. */
    public int indices(String input) {
        return indices.getOrDefault(input, 0);
    }

    /** Whether the features of the only input are the target. */
    public boolean isReconstructing() {
        return reconstructing;
    }

    /** What one output is compared with. Immutable. */
    public static final class Target {
        private final String name;
        private final Shape shape;
        private final Type type;
        private final int classes;
        private final List<String> classNames;
        private final Domain.Targets kind;
        private final Domain.@Nullable Outputs outputs;

        /**
         * A target.
         *
         * @param name what the data call it
         * @param shape of one row
         * @param type int32 for labels, real for values
         * @param classes the number of classes; 0 if rows are not labelled
         * @param classNames by class; empty if they have none. Of rows that are not labelled: one for each target value, if these say
         *     which classes a row is of
         */
        public Target(String name, Shape shape, Type type, int classes, List<String> classNames) {
            this(name, shape, type, classes, classNames, Domain.Targets.ANY, null);
        }

        private Target(String name, Shape shape, Type type, int classes, List<String> classNames, Domain.Targets kind,
                Domain.@Nullable Outputs outputs) {
            this.name = name;
            this.shape = shape;
            this.type = type;
            this.classes = classes;
            this.classNames = List.copyOf(classNames);
            this.kind = kind;
            this.outputs = outputs;
        }

        private Target of(Domain domain) {
            return new Target(name, shape, type, classes, classNames, domain.targets(), domain.outputs());
        }

        /** The same, compared with outputs that mean something; null if that is not known. */
        public Target outputs(Domain.@Nullable Outputs meaning) {
            return new Target(name, shape, type, classes, classNames, kind, meaning);
        }

        /** What the numbers mean that it is compared with; empty if nothing says it. */
        public Optional<Domain.Outputs> outputs() {
            return Optional.ofNullable(outputs);
        }

        /** What its numbers have to be. */
        public Domain.Targets kind() {
            return kind;
        }

        /** What the data call it. */
        public String name() {
            return name;
        }

        /** The shape of one row. */
        public Shape shape() {
            return shape;
        }

        /** Int32 for labels, real for values. */
        public Type type() {
            return type;
        }

        /** The number of classes; 0 if rows are not labelled. */
        public int classes() {
            return classes;
        }

        /** Whether a row can be of several of the classes, or of none: its target is a number for each. */
        public boolean isMultiLabel() {
            return classes == 0 && !classNames.isEmpty();
        }

        /** The names of the classes, by class; empty if they have none. */
        public List<String> classNames() {
            return classNames;
        }

        /** The numbers of one row. */
        public int width() {
            return Math.toIntExact(shape.size());
        }
    }
}
