package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.doctor.ChangedLines;
import org.fascicle.api.doctor.Diagnosis;
import org.fascicle.api.doctor.Doctor;
import org.fascicle.api.doctor.Examination;
import org.fascicle.api.doctor.Gain;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.JsonLines;
import org.fascicle.app.console.Numbers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is wrong with a network that does not learn. */
@Command(name = "doctor",
        description = "Train a network for a short while, watch it, and say what is wrong and what would help.",
        footer = "%nThe exit code is 1 if something was found.")
final class Examine extends Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL|ARCHIVE",
            description = "A model file, which is trained from its beginning, or an archive, whose training goes on; without it, the built-in"
                    + " example.")
    private @Nullable Path file;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "300",
            description = "For how many steps; ${DEFAULT-VALUE} by default.")
    private int steps;

    @Option(names = "--try", description = "Train the changed models as well, and print what was gained.")
    private boolean attempts;

    @Mixin
    private NetworkOptions options;

    @Mixin
    private InstallOptions install;

    @Option(names = "--json", description = "Print JSON: an object for each finding, and for each thing that was not looked at.")
    private boolean json;

    Examine(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        Settings settings = options.settings(console());
        Path named = file == null ? null : console().resolve(file);
        Definition definition = definition(named, settings);
        Doctor doctor = platform().doctor();
        Examination examination = named != null && Models.isArchive(named) ? doctor.examination(named, settings, steps)
                : doctor.examination(definition, settings, steps);
        List<Diagnosis> found = examination.findings();
        if (found.isEmpty() && !json) {
            console().out().println("Nothing was found.");
        }
        for (Diagnosis diagnosis : found) {
            Gain gain =
                    attempts && diagnosis.changed().isPresent() ? doctor.attempt(definition, diagnosis, settings, steps) : null;
            if (json) {
                printJson(diagnosis, gain);
            } else {
                print(definition, diagnosis, gain);
            }
        }
        printUnseen(examination.unseen());
        return found.isEmpty() ? DONE : FAILED;
    }

    private Definition definition(@Nullable Path named, Settings settings) {
        Models models = new Models(platform(), settings, new MissingBundles(platform(), console(), install));
        // As it is made, with what --set puts in; and what is missing is named, or fetched, as it is for other verbs.
        try (Model model = models.either(named)) {
            Definition origin = named == null ? models.need(null).definition().orElseThrow() : Definition.file(named);
            Definition definition = Definition.text(model.json(), origin.label());
            return origin.folder().map(definition::in).orElse(definition);
        }
    }

    private void printUnseen(List<String> unseen) {
        if (json) {
            unseen.forEach(each -> new JsonLines(console().out()).object(out -> out.writeStringField("not_looked_at", each)));
        } else if (!unseen.isEmpty()) {
            console().out().println("Not looked at:");
            unseen.forEach(each -> console().out().println("  " + each));
        }
    }

    private void print(Definition definition, Diagnosis diagnosis, @Nullable Gain gain) {
        console().out().println(diagnosis.name());
        console().out().println("  " + diagnosis.evidence());
        console().out().println("  " + diagnosis.remedy());
        diagnosis.changed()
                .ifPresent(changed -> lines(definition, changed).forEach(line -> console().out().println("    " + line)));
        if (gain != null) {
            console().out().println("  Tried: after " + steps + " steps from the beginning, the " + gain.measure() + " is "
                    + number(gain.after()) + " instead of " + number(gain.before()) + "."
                    + (gain.isBetter() ? "" : " In so many steps, this change alone does not help."));
        }
        console().out().println();
    }

    private static String number(double value) {
        return Double.isInfinite(value) ? "infinite" : Numbers.setting(value);
    }

    /** The lines of the model file that change, as they were and as they would be. */
    private List<String> lines(Definition definition, Definition changed) {
        return ChangedLines.of(platform().fascicle().json(platform().fascicle().tree(definition)),
                platform().fascicle().json(changed));
    }

    private void printJson(Diagnosis diagnosis, @Nullable Gain gain) {
        String changed = diagnosis.changed().map(platform().fascicle()::json).orElse(null);
        new JsonLines(console().out()).object(out -> {
            out.writeStringField("finding", diagnosis.name());
            out.writeStringField("evidence", diagnosis.evidence());
            out.writeStringField("remedy", diagnosis.remedy());
            if (changed != null) {
                out.writeStringField("changed", changed);
            }
            if (gain != null) {
                out.writeStringField("measure", gain.measure());
                JsonLines.number(out, "before", gain.before());
                JsonLines.number(out, "after", gain.after());
            }
        });
    }
}
