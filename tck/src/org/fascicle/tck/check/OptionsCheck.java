package org.fascicle.tck.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.OptionException;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Subjects;
import org.fascicle.tck.subject.Target;

/**
 * Defaults are valid; a value out of its range, of the wrong type, or of an option that is not there is refused with a
 * message; and no value makes the technique fail in another way.
 */
final class OptionsCheck extends Check {
    private static final double[] ODD = {0, -1, 1, 0.5, 10, 1e-30, 1e30, -1e30, Integer.MAX_VALUE, Integer.MIN_VALUE};
    /** Greater numbers may be sound and take long: of layers, of steps. */
    private static final double MODERATE = 10;
    private static final String UNKNOWN = "no_such_option";

    OptionsCheck() {
        super("options");
    }

    @Override
    public boolean concerns(Kind kind) {
        return true;
    }

    @Override
    public void run(Trial trial) {
        Target target = trial.target();
        List<Option> options = target.type().options();
        for (Option option : options) {
            Unmet.require(option.name().matches("[a-z][a-z0-9_]*"), "the option '" + option.name()
                    + "' is not in snake case");
            Unmet.require(!target.kind().commonOptions().contains(option.name()), "the option '" + option.name()
                    + "' is one that the platform gives each " + target.kind()
                    + ", so that no model file can say it: call it otherwise");
            defaultIsPermitted(option);
        }
        Map<String, Object> usable = trial.options();
        create(target, usable, "the defaults");
        Unmet.require(refusal(target, usable, UNKNOWN, 1.0).isPresent(), "takes an option that it does not have");
        for (Option option : options) {
            for (Object wrong : wrong(option)) {
                String what = "the option '" + option.name() + "' = " + wrong;
                String message = refusal(target, usable, option.name(), wrong)
                        .orElseThrow(() -> Unmet.failed("takes " + what + ", which is not " + option.expectation()));
                Unmet.require(!message.isBlank(), "refuses " + what + " without a message");
            }
            for (Object odd : odd(option)) {
                Optional<String> refused = refusal(target, usable, option.name(), odd);
                refused.ifPresent(message -> Unmet.require(!message.isBlank(),
                        "refuses the option '" + option.name() + "' = " + odd + " without a message"));
                if (refused.isEmpty() && odd instanceof Number && Math.abs(((Number) odd).doubleValue()) <= MODERATE) {
                    ask(trial, option.name(), odd);
                }
            }
        }
    }

    /** A value that was taken, and makes it fail only when it is asked: only a refusal says what is wrong. */
    private static void ask(Trial trial, String option, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(trial.options());
        changed.put(option, value);
        try {
            Subjects.of(trial.target(), changed, Mode.TRAINING);
        } catch (IllegalArgumentException | InputException e) {
            // It refuses, or answers something, which other checks look at.
        } catch (RuntimeException e) {
            throw Unmet.failed("the option '" + option + "' = " + value + " makes it fail without saying what is wrong: " + e);
        }
    }

    private static void defaultIsPermitted(Option option) {
        if (option.isRequired() || option.isOptional() || option.type().isOfTechniques()) {
            return;
        }
        Object value;
        try {
            value = option.defaultValue();
        } catch (OptionException e) {
            throw Unmet.failed("the default of '" + option.name() + "' " + e.getMessage());
        }
        List<?> values = value instanceof List ? (List<?>) value : List.of(value);
        for (Object each : values) {
            Object plain = each instanceof Scheduled ? (Object) ((Scheduled) each).number() : each;
            boolean outside = plain instanceof Number && option.range()
                    .map(range -> !range.contains(((Number) plain).doubleValue())).orElse(false);
            boolean noChoice = plain instanceof String && !option.choices().isEmpty() && !option.choices().contains(plain);
            Unmet.require(!outside && !noChoice, "the default of '" + option.name() + "', " + each + ", is not "
                    + option.expectation());
        }
    }

    private static void create(Target target, Map<String, Object> values, String what) {
        try {
            target.create(values);
        } catch (IllegalArgumentException e) {
            throw Unmet.failed("refuses " + what + ": " + e.getMessage());
        }
    }

    /** The message that refuses a value; empty if it is accepted. Anything but a refusal is a failure of the technique. */
    private static Optional<String> refusal(Target target, Map<String, Object> usable, String option, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(usable);
        changed.put(option, value);
        try {
            target.create(changed);
            return Optional.empty();
        } catch (OptionException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw Unmet.failed("the option '" + option + "' = " + value + " makes it fail without saying what is wrong: "
                    + e.getMessage());
        }
    }

    private static List<Object> wrong(Option option) {
        List<Object> wrong = new ArrayList<>();
        switch (option.type()) {
            case NUMBER:
            case SCHEDULED:
                wrong.add(Double.NaN);
                option.range().ifPresent(range -> wrong.addAll(outside(range)));
                wrong.add("text");
                break;
            case INTEGER:
                option.range().ifPresent(range -> outside(range).forEach(each -> whole(each).ifPresent(wrong::add)));
                wrong.add(0.5);
                break;
            case FLAG:
                wrong.add("text");
                break;
            case NUMBERS:
                wrong.add(List.of(Double.NaN));
                option.range().ifPresent(range -> outside(range).forEach(each -> wrong.add(List.of(each))));
                break;
            case INTEGERS:
                option.range().ifPresent(
                        range -> outside(range).forEach(each -> whole(each).ifPresent(number -> wrong.add(List.of(number)))));
                wrong.add(List.of(0.5));
                break;
            case TEXTS:
                wrong.add(List.of(0.5));
                break;
            case TECHNIQUES:
                wrong.add(List.of(1.0));
                break;
            case TECHNIQUE:
                wrong.add(1.0);
                break;
            default:
                wrong.add(1.0);
                if (!option.choices().isEmpty()) {
                    wrong.add("no such choice");
                }
                break;
        }
        return wrong;
    }

    private static List<Object> odd(Option option) {
        List<Object> odd = new ArrayList<>();
        for (double number : ODD) {
            boolean permitted = option.range().map(range -> range.contains(number)).orElse(true);
            boolean isWhole = number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE;
            if (permitted && option.type() == Option.Type.NUMBER) {
                odd.add(number);
            } else if (permitted && option.type() == Option.Type.INTEGER && isWhole) {
                odd.add((int) number);
            }
        }
        if (option.type() == Option.Type.NUMBERS || option.type() == Option.Type.INTEGERS) {
            odd.add(List.of());
        }
        return odd;
    }

    private static List<Double> outside(Interval range) {
        List<Double> outside = new ArrayList<>();
        if (!Double.isInfinite(range.low())) {
            outside.add(range.includesLow() ? range.low() - 1 : range.low());
        }
        if (!Double.isInfinite(range.high())) {
            outside.add(range.includesHigh() ? range.high() + 1 : range.high());
        }
        return outside;
    }

    private static Optional<Object> whole(double number) {
        return number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE ? Optional.of((int) number)
                : Optional.empty();
    }
}
