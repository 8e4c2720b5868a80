package org.fascicle.tck.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.OptionException;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Program;
import org.fascicle.tck.subject.SampleValues;
import org.fascicle.tck.subject.Samples;
import org.fascicle.tck.subject.Subject;
import org.fascicle.tck.subject.Subjects;
import org.fascicle.tck.subject.Target;
import org.fascicle.tck.subject.Usual;
import org.jspecify.annotations.Nullable;

/** One technique under trial, and what it is tried with. Used by one thread. */
public final class Trial {
    private final Target target;
    private final Fascicle fascicle;
    private final List<Backend> backends;
    private final Path folder;
    private final SampleValues samples;
    private @Nullable Map<String, Object> options;
    private @Nullable List<Path> data;
    private boolean unusable;

    /**
     * A trial.
     *
     * @param target the technique
     * @param fascicle makes and trains models with it
     * @param backends all that are there, the reference first
     * @param folder for temporary files
     * @param samples values for options that must be given
     */
    public Trial(Target target, Fascicle fascicle, List<Backend> backends, Path folder, SampleValues samples) {
        this.target = target;
        this.fascicle = fascicle;
        this.backends = List.copyOf(backends);
        this.folder = folder;
        this.samples = samples;
    }

    Target target() {
        return target;
    }

    Kind kind() {
        return target.kind();
    }

    Fascicle fascicle() {
        return fascicle;
    }

    /** The backend that all others are compared with. */
    Backend reference() {
        return backends.get(0);
    }

    List<Backend> backends() {
        return backends;
    }

    Path folder() {
        return folder;
    }

    /** The folders where a source of data finds the files that its bundle brings; empty if it brings none. */
    List<Path> data() {
        if (data == null) {
            try {
                data = kind() == Kind.DATA ? samples.files(folder) : List.of();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return data;
    }

    /** What models of the technique are opened with. */
    Settings settings(Backend backend) {
        Settings settings = Settings.defaults().backend(backend.name());
        for (Path each : data()) {
            settings = settings.folder(each);
        }
        return settings;
    }

    /** Options with which the technique can be used: nothing but defaults, where none must be given. */
    Map<String, Object> options() {
        if (options == null) {
            options = usable();
        }
        return options;
    }

    /** The subjects of a configuration; there may be none. */
    Subjects ask(Map<String, Object> configuration, Mode mode) {
        try {
            return Subjects.of(target, configuration, mode);
        } catch (OptionException | InputException e) {
            throw Unmet.failed("refuses the options " + configuration + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw Unmet.failed(String.valueOf(e.getMessage()));
        }
    }

    /** The subjects of the usual options in a mode, of which there must be one, but for update transforms that do nothing by default. */
    List<Subject> subjects(Mode mode) {
        Subjects subjects = ask(options(), mode);
        boolean some = !subjects.made().isEmpty() || List.of(Kind.SCHEDULE, Kind.DATA, Kind.TRANSFORM).contains(kind());
        Unmet.require(some,
                "takes no input that was tried in " + mode + ", so that nothing can be checked: " + subjects.refusals());
        return subjects.made();
    }

    /**
     * The values of a subject, and gradients where the kind has them. Who needs but the one or the other takes both: a backend compiles the
     * program once then, which is most of what a check takes where a driver does it.
     */
    Program program(Backend backend, Precision precision, Subject subject, int rows) {
        return kind() == Kind.METRIC || kind() == Kind.INITIALIZER || kind() == Kind.WATCH
                ? Program.ofValues(backend, precision, subject, rows)
                : Program.ofGradients(backend, precision, subject, rows);
    }

    private Map<String, Object> usable() {
        if (unusable) {
            throw Unmet.skipped("no options were found with which it can be used");
        }
        unusable = true;
        try {
            Map<String, Object> named = samples.of(target, folder);
            return kind() == Kind.DATA
                    ? Samples.options(target, named, folder, data()).orElseGet(() -> Usual.options(target, named))
                    : Usual.options(target, named);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OptionException e) {
            boolean guessed = target.type().options().stream().anyMatch(Option::isRequired);
            throw Unmet.failed(guessed
                    ? "no values were found for the options that must be given, so that nothing can be checked: "
                            + e.getMessage() + ". Name some: @Sample(\"…\") in the record, or --sample option=value"
                    : String.valueOf(e.getMessage()));
        }
    }
}
