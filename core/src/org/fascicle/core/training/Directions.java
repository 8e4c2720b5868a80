package org.fascicle.core.training;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.schedule.Moment;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.OutputSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.NetworkTrace;

/** Which way the metrics of a model's history have to go to be better; each metric says it itself. Safe for any thread. */
final class Directions {
    private static final String VALIDATION = "val_";

    private final ModelSpec model;
    private final TechniqueFactory factory;
    private final Map<String, Direction> known = new ConcurrentHashMap<>();

    Directions(ModelSpec model, TechniqueFactory factory) {
        this.model = model;
        this.factory = factory;
    }

    /** The direction of a metric, by its name in the history; none if it does not say, or if there is none. */
    Direction of(String metric) {
        return known.computeIfAbsent(metric, this::find);
    }

    /** A moment that knows the directions. */
    Moment within(Moment moment) {
        return within(moment, this::of);
    }

    /** A moment that knows the directions of a model that is read when one is asked for; that of the loss needs none. */
    static Moment within(Moment moment, TechniqueFactory factory, Supplier<ModelSpec> model) {
        Map<String, Direction> known = new ConcurrentHashMap<>();
        return within(moment, metric -> known.computeIfAbsent(metric,
                name -> isLoss(name) ? Direction.DOWN : new Directions(model.get(), factory).of(name)));
    }

    private static boolean isLoss(String metric) {
        return metric.equals(Blueprint.LOSS) || metric.equals(VALIDATION + Blueprint.LOSS);
    }

    private static Moment within(Moment moment, Function<String, Direction> directions) {
        return new Moment() {
            @Override
            public long step() {
                return moment.step();
            }

            @Override
            public int epoch() {
                return moment.epoch();
            }

            @Override
            public long stepsPerEpoch() {
                return moment.stepsPerEpoch();
            }

            @Override
            public int epochs() {
                return moment.epochs();
            }

            @Override
            public List<Double> history(String metric) {
                return moment.history(metric);
            }

            @Override
            public Direction direction(String metric) {
                return directions.apply(metric);
            }
        };
    }

    private Direction find(String metric) {
        if (metric.startsWith(VALIDATION)) {
            return find(metric.substring(VALIDATION.length()));
        } else if (metric.equals(Blueprint.LOSS)) {
            return Direction.DOWN;
        }
        for (OutputSpec output : model.outputs()) {
            int at = output.metricNames().indexOf(metric);
            if (at >= 0) {
                TechniqueSpec spec = output.metrics().get(at);
                return NetworkTrace.guarded(spec, "metric '" + metric + "'", () -> ((Metric) factory.create(spec)).direction());
            } else if (metric.equals(output.reported(Blueprint.LOSS))) {
                return Direction.DOWN;
            }
        }
        return Direction.NONE;
    }
}
