package org.fascicle.core.training;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.technique.Interval;
import org.fascicle.compiler.trace.TraceScope;
import org.fascicle.core.model.LayerSpec;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.NetworkSpec;
import org.fascicle.core.model.NumberSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.NetworkTrace;

/**
 * What the schedules of a model say at the present moment of a run, in training and outside it; each evaluation makes a
 * record that lives no longer. Safe for any thread if the moment is.
 */
public final class Schedules {
    private static final String ROWS = "rows";

    private final Moment moment;
    private final TechniqueFactory factory;
    private final List<TechniqueSpec> techniques;
    private final List<NumberSpec> numbers;
    private final Map<String, TechniqueSpec> schedules;
    private final Map<String, Optional<Interval>> ranges = new ConcurrentHashMap<>();

    /** The schedules of a model, at a moment that goes on. */
    public Schedules(Moment moment, TechniqueFactory factory, ModelSpec model) {
        this(new Directions(model, factory).within(moment), factory, model.techniques(),
                model.hasUpdates() ? model.updates().numbers() : List.of());
    }

    /**
     * The schedules within a network's layers, at a moment that goes on.
     *
     * @param judged reads the losses and metrics of the model, which only schedules need that watch a metric
     */
    public Schedules(Moment moment, TechniqueFactory factory, NetworkSpec network, Supplier<ModelSpec> judged) {
        this(Directions.within(moment, factory, judged), factory,
                network.layers().stream().map(LayerSpec::technique).collect(Collectors.toList()), List.of());
    }

    private Schedules(Moment moment, TechniqueFactory factory, List<TechniqueSpec> techniques, List<NumberSpec> numbers) {
        this.moment = moment;
        this.factory = factory;
        this.techniques = techniques;
        this.numbers = numbers;
        this.schedules = TechniqueFactory.schedules(techniques.toArray(new TechniqueSpec[0]));
    }

    /**
     * The present value of a schedule.
     *
     * @param key as {@link org.fascicle.api.scope.Scheduled#key()} has it
     * @throws InputException if the schedule gives NaN, or what is not in the option's range
     */
    double at(String key) {
        TechniqueSpec spec = Objects.requireNonNull(schedules.get(key), key);
        double value = NetworkTrace.guarded(spec, "schedule", () -> factory.createSchedule(spec).at(moment));
        Optional<Interval> range = ranges.computeIfAbsent(key, this::range);
        if (Double.isNaN(value) || range.isPresent() && !range.get().contains(value)) {
            throw new InputException(spec.source(), spec.pointer(), "the schedule '" + spec.name() + "' gives " + value
                    + " in step " + moment.step() + range.map(within -> ", which is not in " + within).orElse(""), null);
        }
        return value;
    }

    /**
     * A number that the host computes for a program outside training: of the schedules, what they say at this moment,
     * which is the step that training would make next.
     *
     * @param rows of the run
     */
    double scalar(String name, int rows) {
        return name.equals(ROWS) ? rows : scalar(name);
    }

    /** As {@link #scalar(String, int)}, for all but the number of rows. */
    public double scalar(String name) {
        if (name.startsWith(TraceScope.SCHEDULE)) {
            return at(name.substring(TraceScope.SCHEDULE.length()));
        }
        throw new IllegalStateException("there is no host scalar '" + name + "' outside training");
    }

    // Found when first needed: what a prediction does not read may have been uninstalled since.
    private Optional<Interval> range(String key) {
        for (NumberSpec number : numbers) {
            if (number.schedule() != null && number.schedule().pointer().equals(key)) {
                return number.range();
            }
        }
        return techniques.stream().filter(spec -> key.startsWith(spec.pointer() + "/"))
                .map(spec -> factory.scheduleRanges(spec).get(key)).filter(range -> range != null).findFirst();
    }
}
