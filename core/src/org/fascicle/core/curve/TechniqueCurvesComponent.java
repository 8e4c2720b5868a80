package org.fascicle.core.curve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.curve.TechniqueCurve;
import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.compiler.curve.ActivationCurve;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes techniques of texts, and curves of techniques. */
@Component
public final class TechniqueCurvesComponent implements TechniqueCurves {
    private static final long STEPS = 100;

    private final Techniques techniques;

    /** With the techniques that others are made of. */
    @Activate
    public TechniqueCurvesComponent(@Reference Techniques techniques) {
        this.techniques = techniques;
    }

    @Override
    public TechniqueCurve activation(TechniqueType type, Map<String, String> options, double[] at) {
        return drawn(type, options, made -> {
            Optional<ActivationCurve> curve = ActivationCurve.of((Activation) made, at);
            if (curve.isEmpty()) {
                return TechniqueCurve.none("it is no function of single numbers, so there is nothing to draw");
            }
            Map<String, double[]> lines = new LinkedHashMap<>();
            lines.put(TechniqueCurve.VALUE, curve.get().values());
            lines.put(TechniqueCurve.DERIVATIVE, curve.get().derivatives());
            return TechniqueCurve.of(at, lines);
        });
    }

    @Override
    public TechniqueCurve schedule(TechniqueType type, Map<String, String> options, int epochs, int points) {
        if (epochs < 1 || points < 2) {
            throw new InputException("a schedule is drawn over at least 1 epoch, at 2 places or more, not over " + epochs
                    + " at " + points);
        }
        return drawn(type, options, made -> {
            Schedule schedule = (Schedule) made;
            if (!schedule.monitors().isEmpty()) {
                return TechniqueCurve.none("it follows what a training reports, so there is nothing to draw");
            }
            long last = epochs * STEPS - 1;
            double[] at = new double[points];
            double[] values = new double[points];
            for (int i = 0; i < points; i++) {
                RunMoment moment = new RunMoment(i * last / (points - 1), STEPS, epochs);
                at[i] = (double) moment.step() / STEPS;
                values[i] = schedule.at(moment);
            }
            return TechniqueCurve.of(at, Map.of(TechniqueCurve.VALUE, values));
        });
    }

    private TechniqueCurve drawn(TechniqueType type, Map<String, String> given, Function<Object, TechniqueCurve> draw) {
        List<String> names = new ArrayList<>();
        type.options().forEach(option -> names.add(option.name()));
        for (String name : given.keySet()) {
            if (type.options().stream().noneMatch(option -> option.isCalled(name))) {
                throw new InputException(null, null, type + " has no option '" + name + "'", Nearest.hint(name, names));
            }
        }
        if (type.options().stream().anyMatch(option -> option.isRequired() && option.type().isOfTechniques())) {
            return TechniqueCurve.none("it is made of another technique, and not drawn");
        }
        List<String> missing = type.options().stream().filter(option -> option.isRequired() && value(option, given) == null)
                .map(Option::name).toList();
        if (!missing.isEmpty()) {
            return TechniqueCurve.missing(missing);
        }
        try {
            return draw.apply(made(type, given));
        } catch (OptionException e) {
            throw new InputException(null, null, type + ": " + (e.option() == null ? "" : e.option() + " ") + e.getMessage(),
                    null);
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            // Whatever somebody's technique throws.
            return TechniqueCurve.none("it cannot be drawn: " + e);
        }
    }

    private Object made(TechniqueType type, Map<String, String> given) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option option : type.options()) {
            String text = value(option, given);
            if (text == null && option.type() == Option.Type.TECHNIQUE && !option.isOptional()) {
                text = option.defaultText().orElse(null);
            }
            if (text != null) {
                values.put(option.name(), option.type() == Option.Type.TECHNIQUE
                        ? techniques.find(option.kind().orElseThrow(), text, null).create(Map.of()) : option.parse(text));
            }
        }
        return type.create(values);
    }

    private static @Nullable String value(Option option, Map<String, String> given) {
        return given.entrySet().stream().filter(each -> option.isCalled(each.getKey())).map(Map.Entry::getValue).findFirst()
                .orElse(null);
    }
}
