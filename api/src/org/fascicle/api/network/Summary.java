package org.fascicle.api.network;

import java.util.List;

import org.fascicle.api.expr.Shape;

/** A network's layers, with shapes and numbers of parameters. Immutable. */
public final class Summary {
    private final List<Line> lines;

    private Summary(List<Line> lines) {
        this.lines = lines;
    }

    /** A summary. */
    public static Summary of(List<Line> lines) {
        return new Summary(List.copyOf(lines));
    }

    /** One line per layer, in order. */
    public List<Line> lines() {
        return lines;
    }

    /** The number of trained numbers. */
    public long trainable() {
        return lines.stream().mapToLong(Line::trainable).sum();
    }

    /** The number of numbers that are kept but not trained. */
    public long nonTrainable() {
        return lines.stream().mapToLong(Line::nonTrainable).sum();
    }

    /** One layer. Immutable. */
    public static final class Line {
        private final String name;
        private final String type;
        private final Shape output;
        private final long trainable;
        private final long nonTrainable;

        private Line(String name, String type, Shape output, long trainable, long nonTrainable) {
            this.name = name;
            this.type = type;
            this.output = output;
            this.trainable = trainable;
            this.nonTrainable = nonTrainable;
        }

        /** A line. */
        public static Line of(String name, String type, Shape output, long trainable, long nonTrainable) {
            return new Line(name, type, output, trainable, nonTrainable);
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
    }
}
