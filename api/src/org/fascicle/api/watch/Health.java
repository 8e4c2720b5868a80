package org.fascicle.api.watch;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.expr.Shape;

/** What watches have measured in one step. Immutable. */
public final class Health {
    private final long step;
    private final List<Measure> measures;

    private Health(long step, List<Measure> measures) {
        this.step = step;
        this.measures = Collections.unmodifiableList(new ArrayList<>(measures));
    }

    /** What was measured in a step. */
    public static Health of(long step, List<Measure> measures) {
        return new Health(step, requireGiven(measures, "measures"));
    }

    /** How many steps were made before. */
    public long step() {
        return step;
    }

    /** All that was measured: by watch, then by layer in the order of the network, and by parameter. */
    public List<Measure> measures() {
        return measures;
    }

    /** One number that a watch has measured in several places, by place. */
    public Map<String, Double> numbers(String watch, String name) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Measure measure : measures) {
            if (measure.watch().equals(watch) && measure.name().equals(name) && measure.shape().rank() == 0) {
                numbers.put(measure.place(), measure.value(0));
            }
        }
        return numbers;
    }

    /** One measure, or none. */
    public Optional<Measure> measure(String watch, String place, String name) {
        return measures.stream().filter(measure -> measure.watch().equals(watch) && measure.place().equals(place)
                && measure.name().equals(name)).findFirst();
    }

    /** What a watch has measured in one place, under one name. Immutable. */
    public static final class Measure {
        private final String watch;
        private final String place;
        private final String name;
        private final Shape shape;
        private final double[] values;

        private Measure(String watch, String place, String name, Shape shape, double[] values) {
            this.watch = requireGiven(watch, "watch");
            this.place = requireGiven(place, "place");
            this.name = requireGiven(name, "name");
            this.shape = requireGiven(shape, "shape");
            this.values = requireGiven(values, "values").clone();
        }

        /**
         * A measure.
         *
         * @param values as many as the shape has, row-major
         * @throws IllegalArgumentException if there are more or fewer
         */
        public static Measure of(String watch, String place, String name, Shape shape, double... values) {
            if (shape.size() != values.length) {
                throw new IllegalArgumentException(shape + " has not " + values.length + " numbers");
            }
            return new Measure(watch, place, name, shape, values);
        }

        /** The watch's name, as model files would write it. */
        public String watch() {
            return watch;
        }

        /** A layer's name, or a parameter's path. */
        public String place() {
            return place;
        }

        /** What the watch calls it. */
        public String name() {
            return name;
        }

        /** Its shape, without rows. */
        public Shape shape() {
            return shape;
        }

        /** One of its numbers, row-major. */
        public double value(int index) {
            return values[index];
        }

        /** All of its numbers, row-major: a copy. */
        public double[] values() {
            return values.clone();
        }

        /** For messages. */
        @Override
        public String toString() {
            return place + "/" + watch + "/" + name + " " + (shape.rank() == 0 ? values[0] : shape);
        }
    }
}
