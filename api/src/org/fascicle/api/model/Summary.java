package org.fascicle.api.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A network's layers, with shapes and numbers of parameters. Immutable. */
public final class Summary {
    private final List<Line> lines;
    private final List<Parameter> parameters;
    private final List<Cast> casts;
    private final List<Version> techniques;

    private Summary(List<Line> lines, List<Parameter> parameters, List<Cast> casts, List<Version> techniques) {
        this.lines = lines;
        this.parameters = parameters;
        this.casts = casts;
        this.techniques = techniques;
    }

    /** A summary without single parameters. */
    public static Summary of(List<Line> lines) {
        return of(lines, List.of());
    }

    /** A summary. */
    public static Summary of(List<Line> lines, List<Parameter> parameters) {
        return new Summary(List.copyOf(lines), List.copyOf(parameters), List.of(), List.of());
    }

    /** This, with the casts of a training step. */
    public Summary with(List<Cast> newCasts) {
        return new Summary(lines, parameters, List.copyOf(newCasts), techniques);
    }

    /** This, with the techniques that the network uses. */
    public Summary using(List<Version> versions) {
        return new Summary(lines, parameters, casts, List.copyOf(versions));
    }

    /** The techniques that the network uses, and why in these versions. */
    public List<Version> techniques() {
        return techniques;
    }

    /** Which tensors a training step rounds for its products; none, unless precision is mixed. */
    public List<Cast> casts() {
        return casts;
    }

    /** One line per layer, in order. */
    public List<Line> lines() {
        return lines;
    }

    /** The parameters of layers and loss, in order, and behind them what layers keep beside, such as moving statistics. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The number of trained numbers. */
    public long trainable() {
        return lines.stream().mapToLong(Line::trainable).sum();
    }

    /** The number of numbers that are kept but not trained. */
    public long nonTrainable() {
        return lines.stream().mapToLong(Line::nonTrainable).sum();
    }

    /** A technique in the version that was chosen. Immutable. */
    public static final class Version {
        private final Kind kind;
        private final String name;
        private final String version;
        private final String bundle;
        private final String why;

        private Version(Kind kind, String name, String version, String bundle, String why) {
            this.kind = kind;
            this.name = name;
            this.version = version;
            this.bundle = bundle;
            this.why = why;
        }

        /** A version. */
        public static Version of(Kind kind, String name, String version, String bundle, String why) {
            return new Version(kind, name, version, bundle, why);
        }

        /** The technique's kind. */
        public Kind kind() {
            return kind;
        }

        /** Its name as model files write it. */
        public String name() {
            return name;
        }

        /** The version. */
        public String version() {
            return version;
        }

        /** The symbolic name of the bundle that provides it; empty if an application registered it. */
        public String bundle() {
            return bundle;
        }

        /** Why it was chosen, for people: {@code the highest of 2.0.0, 1.2.0}, {@code recorded in the archive}. */
        public String why() {
            return why;
        }
    }

    /** One parameter. Immutable. */
    public static final class Parameter {
        private final String path;
        private final Shape shape;
        private final @Nullable String update;

        private Parameter(String path, Shape shape, @Nullable String update) {
            this.path = path;
            this.shape = shape;
            this.update = update;
        }

        /** A parameter; of one that is frozen, the update is null. */
        public static Parameter of(String path, Shape shape, @Nullable String update) {
            return new Parameter(path, shape, update);
        }

        /** Its path: {@code dense_1/kernel}. */
        public String path() {
            return path;
        }

        /** Its shape. */
        public Shape shape() {
            return shape;
        }

        /**
         * What updates it in training, for people: {@code adam, learning rate x 0.1, weight decay 0.004}, or of a statistic its
         * layer; empty if it is frozen.
         */
        public Optional<String> update() {
            return Optional.ofNullable(update);
        }
    }

    /** One layer. Immutable. */
    public static final class Line {
        private final String name;
        private final String type;
        private final Shape output;
        private final long trainable;
        private final long nonTrainable;
        private final SortedMap<String, Shape> further;
        private final List<String> inputs;

        private Line(String name, String type, Shape output, long trainable, long nonTrainable,
                SortedMap<String, Shape> further, List<String> inputs) {
            this.name = name;
            this.type = type;
            this.output = output;
            this.trainable = trainable;
            this.nonTrainable = nonTrainable;
            this.further = further;
            this.inputs = inputs;
        }

        /** A line. */
        public static Line of(String name, String type, Shape output, long trainable, long nonTrainable) {
            return new Line(name, type, output, trainable, nonTrainable, new TreeMap<>(), List.of());
        }

        /** This with further results: the shape of each, rows included, by the name by which layers read it. */
        public Line with(SortedMap<String, Shape> results) {
            return new Line(name, type, output, trainable, nonTrainable,
                    Collections.unmodifiableSortedMap(new TreeMap<>(results)), inputs);
        }

        /** This, with the names of what the layer is applied to. */
        public Line reading(List<String> names) {
            return new Line(name, type, output, trainable, nonTrainable, further, List.copyOf(names));
        }

        /** The layer's name: {@code dense_1}. */
        public String name() {
            return name;
        }

        /** The layer's technique: {@code dense}. */
        public String type() {
            return type;
        }

        /** The output's shape, rows included. */
        public Shape output() {
            return output;
        }

        /** The number of trained numbers. */
        public long trainable() {
            return trainable;
        }

        /** The number of numbers that are kept but not trained. */
        public long nonTrainable() {
            return nonTrainable;
        }

        /** Further results of the layer: the shape of each, rows included, by name, {@code lstm_1/state_h}. */
        public SortedMap<String, Shape> further() {
            return further;
        }

        /**
         * What the layer is applied to, in its order: names of earlier layers, of their {@linkplain #further further results}, and of the
         * network's inputs. Empty if whoever made the summary did not say it.
         */
        public List<String> inputs() {
            return inputs;
        }
    }

    /** A tensor that is rounded to a smaller format. Immutable. */
    public static final class Cast {
        private final String tensor;
        private final Shape shape;
        private final String format;
        private final List<String> readers;

        private Cast(String tensor, Shape shape, String format, List<String> readers) {
            this.tensor = tensor;
            this.shape = shape;
            this.format = format;
            this.readers = readers;
        }

        /** A cast. */
        public static Cast of(String tensor, Shape shape, String format, List<String> readers) {
            return new Cast(tensor, shape, format, List.copyOf(readers));
        }

        /** What is rounded: a variable's or input's name, or the operation and where it comes from. */
        public String tensor() {
            return tensor;
        }

        /** Its shape, rows included. */
        public Shape shape() {
            return shape;
        }

        /** The format: {@code bfloat16}. */
        public String format() {
            return format;
        }

        /** The operations that read it rounded, and where they come from: {@code matmul of dense_1 (gradient)}. */
        public List<String> readers() {
            return readers;
        }
    }
}
