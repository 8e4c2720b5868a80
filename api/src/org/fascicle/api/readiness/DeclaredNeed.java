package org.fascicle.api.readiness;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Path;
import java.util.Optional;

import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;
import org.jspecify.annotations.Nullable;

/** A need as values. Immutable. */
final class DeclaredNeed implements ModelNeed {
    private final String id;
    private final @Nullable Definition definition;
    private final @Nullable Path archive;
    private final Purpose purpose;
    private final Settings settings;

    DeclaredNeed(String id, @Nullable Definition definition, @Nullable Path archive, Purpose purpose, Settings settings) {
        this.id = requireGiven(id, "id");
        this.definition = definition;
        this.archive = archive;
        this.purpose = purpose;
        this.settings = settings;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<Definition> definition() {
        return Optional.ofNullable(definition);
    }

    @Override
    public Optional<Path> archive() {
        return Optional.ofNullable(archive);
    }

    @Override
    public Purpose purpose() {
        return purpose;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public String toString() {
        return id;
    }
}
