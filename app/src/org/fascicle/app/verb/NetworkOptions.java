package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.ReadingLine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of all verbs that make a network. */
final class NetworkOptions {
    @Option(names = "--backend", paramLabel = "NAME",
            description = "What computes; the default is the first that 'backends' lists.")
    private @Nullable String backend;

    @Option(names = "--precision", paramLabel = "TYPE", converter = ToPrecision.class,
            description = "float32, float64, bfloat16 (mixed), or tf32.")
    private @Nullable Precision precision;

    @Option(names = "--data", paramLabel = "DIR", description = "A folder to look for data in, before the usual ones.")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Replaces a value of the model file, "
            + "for example training.epochs=5 or network.3.NAME.units=50, of a layer of that name.")
    private List<String> overrides = new ArrayList<>();

    /** The settings that they give. */
    Settings settings(Console console) {
        Settings settings = Settings.defaults().backend(backend).precision(precision);
        if (console.terminal()) {
            settings = settings.reading(new ReadingLine(console.out(), console.width(), System::nanoTime));
        }
        for (Path folder : folders) {
            settings = settings.folder(console.resolve(folder));
        }
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                throw new InputException("--set " + override, null, "is not PATH=VALUE",
                        "Write for example --set training.epochs=5.");
            }
            settings = settings.override(override.substring(0, equals), override.substring(equals + 1));
        }
        return settings;
    }

    /** Reads a precision as model files write it. */
    static final class ToPrecision implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String text) {
            for (Precision precision : Precision.values()) {
                if (precision.toString().equals(text)) {
                    return precision;
                }
            }
            throw new TypeConversionException("'" + text + "' is not float32, float64, bfloat16 or tf32");
        }
    }
}
