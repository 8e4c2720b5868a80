package org.fascicle.core.readiness;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.readiness.ModelNeed;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * A need that somebody configures: a factory configuration {@code fascicle.model} of the Configuration Admin. What is wrong with it is
 * said by whoever is asked for what is missing. Immutable.
 */
@Component(service = ModelNeed.class, configurationPid = ConfiguredNeed.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ConfiguredNeed implements ModelNeed {
    static final String PID = "fascicle.model";

    private static final String ID = "id";
    private static final String FILE = "file";
    private static final String ARCHIVE = "archive";
    private static final String PURPOSE = "purpose";
    private static final String BACKEND = "backend";
    private static final String PRECISION = "precision";

    private final Map<String, Object> properties;

    /** Made by Declarative Services. */
    @Activate
    public ConfiguredNeed(Map<String, Object> properties) {
        this.properties = Map.copyOf(properties);
    }

    @Override
    public String id() {
        String id = text(ID);
        if (id == null) {
            throw problem(null, "it has no '" + ID + "'", "Give it the id that the condition is to have");
        }
        return id;
    }

    @Override
    public Optional<Definition> definition() {
        return path(FILE).map(Definition::file);
    }

    @Override
    public Optional<Path> archive() {
        return path(ARCHIVE);
    }

    @Override
    public Purpose purpose() {
        return choice(PURPOSE, Purpose.values()).orElse(Purpose.PREDICTION);
    }

    @Override
    public Settings settings() {
        Settings settings = Settings.defaults();
        String backend = text(BACKEND);
        Optional<Precision> precision = choice(PRECISION, Precision.values());
        Settings chosen = backend == null ? settings : settings.backend(backend);
        return precision.isPresent() ? chosen.precision(precision.get()) : chosen;
    }

    private Optional<Path> path(String key) {
        String text = text(key);
        try {
            return Optional.ofNullable(text).map(Path::of);
        } catch (IllegalArgumentException e) {
            throw problem(key, "\"" + text + "\" is no path", null);
        }
    }

    private <T extends Enum<T>> Optional<T> choice(String key, T[] values) {
        String text = text(key);
        if (text == null) {
            return Optional.empty();
        }
        List<String> words =
                Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).collect(Collectors.toList());
        int index = words.indexOf(text.toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw problem(key, "must be one of " + String.join(", ", words) + ", not " + text, Nearest.hint(text, words));
        }
        return Optional.of(values[index]);
    }

    private @Nullable String text(String key) {
        Object value = properties.get(key);
        if (value == null || value.toString().isBlank()) {
            return null;
        }
        if (!(value instanceof String)) {
            throw problem(key, "must be a text, not " + value + " of " + value.getClass().getName(), null);
        }
        return ((String) value).trim();
    }

    private InputException problem(@Nullable String key, String problem, @Nullable String remedy) {
        return new InputException("the configuration " + properties.getOrDefault(Constants.SERVICE_PID, PID), key, problem,
                remedy);
    }
}
