package org.fascicle.tck.subject;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.OptionException;
import org.jspecify.annotations.Nullable;

/** Values that somebody has named for options that must be given: whoever starts the kit, or the technique itself. Immutable. */
public final class SampleValues {
    private final Map<String, String> given;
    private final SampleFolder files;

    /**
     * Values.
     *
     * @param given texts by an option's name, or by that of its technique, a dot, and its own
     * @param files those of the technique's bundle
     */
    public SampleValues(Map<String, String> given, SampleFolder files) {
        this.given = Map.copyOf(given);
        this.files = files;
    }

    /** The values that a technique itself names, for options that must be given; not those that are files. */
    public static Map<String, Object> named(Target target) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option option : target.type().options()) {
            option.sample().filter(text -> option.isRequired())
                    .ifPresent(text -> values.put(option.name(), plain(option.parse(text))));
        }
        return values;
    }

    /**
     * Writes the files that the technique's bundle brings.
     *
     * @param into where a folder is made for them
     * @return that folder; empty if it brings none
     */
    public List<Path> files(Path into) throws IOException {
        return files.write(into);
    }

    /**
     * The values of a technique's options, as far as they are named: of those that must be given, of a source of data all.
     *
     * @param folder where files of the bundle are written
     * @throws OptionException if a text is no value of its option
     */
    public Map<String, Object> of(Target target, Path folder) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option option : target.type().options()) {
            Optional<String> text = text(target, option);
            if (text.isPresent()) {
                URL entry = target.kind() == Kind.DATA && option.type() == Option.Type.TEXT ? files.entry(text.get()) : null;
                values.put(option.name(), entry == null ? plain(option.parse(text.get())) : extracted(entry, text.get(), folder));
            }
        }
        return values;
    }

    private Optional<String> text(Target target, Option option) {
        String ofTechnique = given.get(target.name() + "." + option.name());
        String ofAny = given.get(option.name());
        return ofTechnique != null ? Optional.of(ofTechnique) : ofAny != null ? Optional.of(ofAny)
                : option.isRequired() || target.kind() == Kind.DATA ? option.sample() : Optional.empty();
    }

    /** As a model file writes it. */
    private static Object plain(Object value) {
        return value instanceof Scheduled ? (Object) ((Scheduled) value).number() : value;
    }

    private static String extracted(URL entry, String name, Path folder) throws IOException {
        Path file = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
        try (InputStream in = entry.openStream()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file.toString();
    }
}
