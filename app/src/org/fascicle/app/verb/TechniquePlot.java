package org.fascicle.app.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.app.console.Chart;
import org.fascicle.app.console.Console;
import org.fascicle.compiler.curve.ActivationCurve;
import org.jspecify.annotations.Nullable;

/** Draws a technique that is a curve: an activation with its derivative, a schedule over a run. Makes techniques and keeps none. */
final class TechniquePlot {
    private static final double END = 6;
    private static final int POINTS = 241;
    private static final long STEPS = 100;
    private static final int INDENT = 2;
    private static final int WIDEST = 76;
    private static final int TWO = 72;

    private final Console console;
    private final Techniques techniques;
    private final Map<String, String> given;
    private final int epochs;

    /**
     * Drawings.
     *
     * @param given values of options, as text, by name
     * @param epochs of the run that schedules are drawn over
     */
    TechniquePlot(Console console, Techniques techniques, Map<String, String> given, int epochs) {
        this.console = console;
        this.techniques = techniques;
        this.given = given;
        this.epochs = epochs;
    }

    /** Whether something of a kind is a curve. */
    static boolean draws(Kind kind) {
        return kind == Kind.ACTIVATION || kind == Kind.SCHEDULE;
    }

    /** Prints the drawing of a technique, or what it needs for one; nothing, if it is no curve. */
    void print(TechniqueType type) {
        if (!draws(type.kind())) {
            return;
        }
        if (type.options().stream().anyMatch(option -> option.isRequired() && option.type().isOfTechniques())) {
            line("it is made of another technique, and not drawn");
            return;
        }
        List<String> missing = type.options().stream().filter(option -> option.isRequired() && value(option) == null)
                .map(option -> "--option " + option.name() + "=…").collect(Collectors.toList());
        if (!missing.isEmpty()) {
            line("it is drawn with " + String.join(" ", missing));
            return;
        }
        try {
            Object technique = made(type);
            if (technique instanceof Activation) {
                activation((Activation) technique);
            } else {
                schedule((Schedule) technique);
            }
        } catch (OptionException e) {
            throw new InputException("--option", null,
                    type + ": " + (e.option() == null ? "" : e.option() + " ") + e.getMessage(), null);
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            line("it cannot be drawn: " + e);
        }
    }

    private void activation(Activation activation) {
        double[] at = IntStream.range(0, POINTS).mapToDouble(i -> END * (2.0 * i / (POINTS - 1) - 1)).toArray();
        Optional<ActivationCurve> curve = ActivationCurve.of(activation, at);
        curve.ifPresent(found -> {
            Chart value = new Chart("value", found.values(), "-6", "6");
            Chart derivative = new Chart("derivative", found.derivatives(), "-6", "6");
            int width = Math.min(WIDEST, console.width() - INDENT - 1);
            if (width < TWO) {
                draw(value.lines(width, console.unicode()));
                draw(derivative.lines(width, console.unicode()));
            } else {
                int half = width / 2;
                draw(Chart.beside(value.lines(half - 1, console.unicode()), derivative.lines(half - 1, console.unicode()), half));
            }
        });
    }

    private void schedule(Schedule schedule) {
        if (!schedule.monitors().isEmpty()) {
            line("it follows what a training reports, so there is nothing to draw");
            return;
        }
        long last = epochs * STEPS - 1;
        double[] values = IntStream.range(0, POINTS)
                .mapToDouble(i -> schedule.at(new RunMoment(i * last / (POINTS - 1), STEPS, epochs))).toArray();
        Chart chart =
                new Chart("value over " + epochs + (epochs == 1 ? " epoch of " : " epochs of ") + STEPS + " steps", values, "0",
                        String.valueOf(epochs));
        draw(chart.lines(Math.min(WIDEST, console.width() - INDENT - 1), console.unicode()));
    }

    private Object made(TechniqueType type) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option option : type.options()) {
            String text = value(option);
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

    private @Nullable String value(Option option) {
        return given.entrySet().stream().filter(each -> option.isCalled(each.getKey())).map(Map.Entry::getValue).findFirst()
                .orElse(null);
    }

    private void draw(List<String> lines) {
        List<String> indented = new ArrayList<>(lines);
        indented.replaceAll(each -> " ".repeat(INDENT) + each);
        console.out().println();
        indented.forEach(console.out()::println);
    }

    private void line(String text) {
        console.out().println(" ".repeat(INDENT) + text);
    }
}
