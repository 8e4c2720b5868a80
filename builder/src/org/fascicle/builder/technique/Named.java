package org.fascicle.builder.technique;

import org.jspecify.annotations.Nullable;

/**
 * Techniques of which only the name is known here, such as those of others:
 * {@code Named.layer("com.example:rescale").option("by", 2)}. The name has its namespace and a colon, unless that is Fascicle's
 * own.
 */
public final class Named {
    private Named() {}

    /** A layer by name. */
    public static Layer layer(String name) {
        return new Layer(name, Values.none());
    }

    /** An initializer by name. */
    public static Initializer initializer(String name) {
        return new Initializer(name, Values.none());
    }

    /** An activation by name. */
    public static Activation activation(String name) {
        return new Activation(name, Values.none());
    }

    /** An optimizer by name. */
    public static Optimizer optimizer(String name) {
        return new Optimizer(name, Values.none());
    }

    /** A schedule by name. */
    public static Schedule schedule(String name) {
        return new Schedule(name, Values.none());
    }

    /** A regularizer by name. */
    public static Regularizer regularizer(String name) {
        return new Regularizer(name, Values.none());
    }

    /** A constraint by name. */
    public static Constraint constraint(String name) {
        return new Constraint(name, Values.none());
    }

    /** A gradient transform by name. */
    public static Transform transform(String name) {
        return new Transform(name, Values.none());
    }

    /** A loss by name. */
    public static Loss loss(String name) {
        return new Loss(name, Values.none());
    }

    /** A metric by name. */
    public static Metric metric(String name) {
        return new Metric(name, Values.none());
    }

    /** A data source by name. */
    public static Data data(String name) {
        return new Data(name, Values.none());
    }

    /** A layer by name. Immutable. */
    public static final class Layer extends LayerDefinition implements LayerOptions<Layer> {
        private Layer(String name, Values values) {
            super(name, values);
        }

        @Override
        public Layer option(String name, @Nullable Object value) {
            return new Layer(technique(), values().with(name, value));
        }

        @Override
        public Layer version(@Nullable String range) {
            return new Layer(technique(), values().pinned(range));
        }
    }

    /** An initializer by name. Immutable. */
    public static final class Initializer extends InitializerDefinition {
        private Initializer(String name, Values values) {
            super(name, values);
        }

        @Override
        public Initializer option(String name, @Nullable Object value) {
            return new Initializer(technique(), values().with(name, value));
        }

        @Override
        public Initializer version(@Nullable String range) {
            return new Initializer(technique(), values().pinned(range));
        }
    }

    /** An activation by name. Immutable. */
    public static final class Activation extends ActivationDefinition {
        private Activation(String name, Values values) {
            super(name, values);
        }

        @Override
        public Activation option(String name, @Nullable Object value) {
            return new Activation(technique(), values().with(name, value));
        }

        @Override
        public Activation version(@Nullable String range) {
            return new Activation(technique(), values().pinned(range));
        }
    }

    /** An optimizer by name. Immutable. */
    public static final class Optimizer extends OptimizerDefinition implements OptimizerOptions<Optimizer> {
        private Optimizer(String name, Values values) {
            super(name, values);
        }

        @Override
        public Optimizer option(String name, @Nullable Object value) {
            return new Optimizer(technique(), values().with(name, value));
        }

        @Override
        public Optimizer version(@Nullable String range) {
            return new Optimizer(technique(), values().pinned(range));
        }
    }

    /** A schedule by name. Immutable. */
    public static final class Schedule extends ScheduleDefinition {
        private Schedule(String name, Values values) {
            super(name, values);
        }

        @Override
        public Schedule option(String name, @Nullable Object value) {
            return new Schedule(technique(), values().with(name, value));
        }

        @Override
        public Schedule version(@Nullable String range) {
            return new Schedule(technique(), values().pinned(range));
        }
    }

    /** A regularizer by name. Immutable. */
    public static final class Regularizer extends RegularizerDefinition {
        private Regularizer(String name, Values values) {
            super(name, values);
        }

        @Override
        public Regularizer option(String name, @Nullable Object value) {
            return new Regularizer(technique(), values().with(name, value));
        }

        @Override
        public Regularizer version(@Nullable String range) {
            return new Regularizer(technique(), values().pinned(range));
        }
    }

    /** A constraint by name. Immutable. */
    public static final class Constraint extends ConstraintDefinition {
        private Constraint(String name, Values values) {
            super(name, values);
        }

        @Override
        public Constraint option(String name, @Nullable Object value) {
            return new Constraint(technique(), values().with(name, value));
        }

        @Override
        public Constraint version(@Nullable String range) {
            return new Constraint(technique(), values().pinned(range));
        }
    }

    /** A gradient transform by name. Immutable. */
    public static final class Transform extends TransformDefinition {
        private Transform(String name, Values values) {
            super(name, values);
        }

        @Override
        public Transform option(String name, @Nullable Object value) {
            return new Transform(technique(), values().with(name, value));
        }

        @Override
        public Transform version(@Nullable String range) {
            return new Transform(technique(), values().pinned(range));
        }
    }

    /** A loss by name. Immutable. */
    public static final class Loss extends LossDefinition implements LossOptions<Loss> {
        private Loss(String name, Values values) {
            super(name, values);
        }

        @Override
        public Loss option(String name, @Nullable Object value) {
            return new Loss(technique(), values().with(name, value));
        }

        @Override
        public Loss version(@Nullable String range) {
            return new Loss(technique(), values().pinned(range));
        }
    }

    /** A metric by name. Immutable. */
    public static final class Metric extends MetricDefinition {
        private Metric(String name, Values values) {
            super(name, values);
        }

        @Override
        public Metric option(String name, @Nullable Object value) {
            return new Metric(technique(), values().with(name, value));
        }

        @Override
        public Metric version(@Nullable String range) {
            return new Metric(technique(), values().pinned(range));
        }
    }

    /** A data source by name. Immutable. */
    public static final class Data extends DataDefinition implements DataOptions<Data> {
        private Data(String name, Values values) {
            super(name, values);
        }

        @Override
        public Data option(String name, @Nullable Object value) {
            return new Data(technique(), values().with(name, value));
        }

        @Override
        public Data version(@Nullable String range) {
            return new Data(technique(), values().pinned(range));
        }
    }
}
