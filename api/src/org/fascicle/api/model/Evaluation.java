package org.fascicle.api.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.fascicle.api.expr.Shape;

/** Loss and metrics over some rows. Immutable. */
public final class Evaluation {
    private final Map<String, Double> metrics;
    private final Map<String, Table> tables;

    private Evaluation(Map<String, Double> metrics, Map<String, Table> tables) {
        this.metrics = metrics;
        this.tables = tables;
    }

    /** An evaluation, in the order of the maps. */
    public static Evaluation of(Map<String, Double> metrics, Map<String, Table> tables) {
        return new Evaluation(Collections.unmodifiableMap(new LinkedHashMap<>(metrics)),
                Collections.unmodifiableMap(new LinkedHashMap<>(tables)));
    }

    /** Loss and metrics that are a single number, by name; {@code loss} comes first. */
    public Map<String, Double> metrics() {
        return metrics;
    }

    /** Metrics of more than one number, by name. */
    public Map<String, Table> tables() {
        return tables;
    }

    /** Numbers of rank 1 or more. Immutable. */
    public static final class Table {
        private final Shape shape;
        private final double[] values;

        private Table(Shape shape, double[] values) {
            this.shape = shape;
            this.values = values;
        }

        /**
         * A table.
         *
         * @param shape of rank 1 or more
         * @param values row-major
         * @throws IllegalArgumentException if their number is not the shape's size
         */
        public static Table of(Shape shape, double... values) {
            if (shape.rank() == 0 || shape.size() != values.length) {
                throw new IllegalArgumentException(values.length + " numbers are no table of " + shape);
            }
            return new Table(shape, values.clone());
        }

        /** {@code [classes]} for a number for each class, {@code [classes, classes]} for a confusion matrix. */
        public Shape shape() {
            return shape;
        }

        /** A copy of the numbers, row-major. */
        public double[] values() {
            return values.clone();
        }
    }
}
