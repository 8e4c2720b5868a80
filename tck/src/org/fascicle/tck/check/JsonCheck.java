package org.fascicle.tck.check;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.tck.subject.Target;
import org.fascicle.tck.subject.Variants;

/**
 * Options go through JSON and come back as they were; and a network whose model file writes all of them out is the network
 * of the model file without the defaults.
 */
final class JsonCheck extends Check {
    private static final int STEPS = 2;

    JsonCheck() {
        super("json");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind.isOfModels();
    }

    @Override
    public void run(Trial trial) {
        for (Map<String, Object> options : new Variants(trial.target()).around(trial.options())) {
            Map<String, Object> before = plain(trial.target(), options);
            Map<String, Object> read = options(trial.target(), Models.read(Models.write(sayable(before))));
            Map<String, Object> again = new LinkedHashMap<>(options);
            again.putAll(read);
            Map<String, Object> after = plain(trial.target(), again);
            before.forEach((name, value) -> Unmet.require(Objects.equals(value, after.get(name)), "the option '" + name
                    + "' is " + value + ", and " + after.get(name) + " after it was written as JSON and read again"));
        }
        Map<String, Object> full = new LinkedHashMap<>(trial.options());
        full.putAll(sayable(plain(trial.target(), trial.options())));
        if (!full.equals(trial.options())) {
            Runs.same(tensors(trial, trial.options()), tensors(trial, full),
                    "with all defaults written out (" + full + ") it does something else");
        }
    }

    private static Map<String, double[]> tensors(Trial trial, Map<String, Object> options) {
        return new Runs(trial).train(new Models(trial).text(options), trial.reference(), STEPS);
    }

    /** The record's own values, without those that are techniques. */
    private static Map<String, Object> plain(Target target, Map<String, Object> options) {
        Object technique = target.create(options);
        List<Option> declared = target.type().options();
        RecordComponent[] components = technique.getClass().getRecordComponents();
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < components.length; i++) {
            if (!declared.get(i).type().isOfTechniques()) {
                values.put(declared.get(i).name(), plain(value(components[i], technique)));
            }
        }
        return values;
    }

    private static Object value(RecordComponent component, Object technique) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(technique);
        } catch (ReflectiveOperationException e) {
            throw Unmet.failed("the option '" + component.getName() + "' cannot be read: " + e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Scheduled) {
            return ((Scheduled) value).number();
        } else if (value instanceof Enum) {
            return ((Enum<?>) value).name().toLowerCase(Locale.ROOT);
        } else if (value instanceof List) {
            return List.copyOf((List<?>) value);
        }
        return value;
    }

    /** Without infinities, which JSON does not know, and which therefore can only be defaults. */
    private static Map<String, Object> sayable(Map<String, Object> values) {
        Map<String, Object> sayable = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!(value instanceof Double) || Double.isFinite((Double) value)) {
                sayable.put(name, value);
            }
        });
        return sayable;
    }

    /** The types that options have, for what JSON knows as numbers. */
    private static Map<String, Object> options(Target target, Map<String, Object> json) {
        Map<String, Object> values = new LinkedHashMap<>(json);
        for (Option option : target.type().options()) {
            Object value = json.get(option.name());
            boolean real = option.type() == Option.Type.NUMBER || option.type() == Option.Type.SCHEDULED;
            if (real && value instanceof Number) {
                values.put(option.name(), ((Number) value).doubleValue());
            } else if (option.type() == Option.Type.NUMBERS && value != null) {
                values.put(option.name(), ((List<?>) value).stream()
                        .map(each -> ((Number) each).doubleValue()).collect(Collectors.toUnmodifiableList()));
            }
        }
        return values;
    }
}
