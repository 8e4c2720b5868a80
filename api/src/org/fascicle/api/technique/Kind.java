package org.fascicle.api.technique;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.transform.UpdateTransform;
import org.fascicle.api.watch.Watch;

/** The kinds of techniques, each with the interface that its records implement. */
public enum Kind {
    /** {@link Layer}. */
    LAYER(Layer.class, "name", "inputs", "trainable", "from"),
    /** {@link Initializer}. */
    INITIALIZER(Initializer.class),
    /** {@link Activation}. */
    ACTIVATION(Activation.class),
    /** {@link Optimizer}. */
    OPTIMIZER(Optimizer.class),
    /** {@link Schedule}. */
    SCHEDULE(Schedule.class),
    /** {@link Regularizer}. */
    REGULARIZER(Regularizer.class),
    /** {@link Constraint}. */
    CONSTRAINT(Constraint.class),
    /** {@link UpdateTransform}. */
    TRANSFORM(UpdateTransform.class, "match", "exclude"),
    /** {@link Loss}. */
    LOSS(Loss.class, "reduction"),
    /** {@link Metric}. */
    METRIC(Metric.class),
    /** {@link DataSource}. */
    DATA(DataSource.class, "validation", "stratify", "shuffle", "scale", "target", "only_classes"),
    /** {@link Watch}. No model file names one: a training is given those to use. */
    WATCH(Watch.class);

    private final Class<?> contract;
    private final List<String> commonOptions;

    Kind(Class<?> contract, String... commonOptions) {
        this.contract = contract;
        this.commonOptions = List.of(commonOptions);
    }

    /** The interface that techniques of this kind implement. */
    public Class<?> contract() {
        return contract;
    }

    /**
     * What a model file may say of each technique of this kind, among its options: the platform does it, whichever the
     * technique. {@link Techniques#commonOptions} has also what installed techniques add.
     */
    public List<String> commonOptions() {
        return commonOptions;
    }

    /** Whether model files name techniques of this kind: all but {@link #WATCH}. */
    public boolean isOfModels() {
        return this != WATCH;
    }

    /** The kind of a name such as {@code activation}. */
    public static Optional<Kind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.toString().equals(name)).findFirst();
    }

    /** The kind whose interface a class implements. */
    public static Optional<Kind> of(Class<?> type) {
        return Arrays.stream(values()).filter(kind -> kind.contract.isAssignableFrom(type)).findFirst();
    }

    /** The name as manifests and messages have it: {@code activation}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
