package org.fascicle.core.service;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Reading;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.binding.Binding;
import org.fascicle.core.binding.BoundTechniques;
import org.fascicle.core.model.ModelReader;
import org.fascicle.core.model.ModelText;
import org.fascicle.core.model.TechniqueFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** What a model is made with, beside what its definition says. Immutable. */
final class Parts {
    /** The techniques in the versions that the model is bound to. */
    final BoundTechniques techniques;
    final ModelReader reader;
    final TechniqueFactory factory;
    final BundleContext context;
    final Backends backends;
    final Backend backend;
    /** Whether the backend was asked for by its name, so that no other may take over. */
    final boolean named;
    final Precision precision;
    /** How many threads may run a program; null for as many as the backend has. */
    final @Nullable Integer threads;
    /** Where the user says data are. */
    final List<Path> folders;
    /** Where files that the definition names are looked for; null if it came from no file. */
    final @Nullable Path folder;
    /** The definition, overrides included. */
    final ModelText text;
    /** Wants to know how far the reading of data files has come. */
    final Reading reading;

    Parts(BoundTechniques techniques, BundleContext context, Backends backends, Backend backend, boolean named,
            Precision precision, @Nullable Integer threads, List<Path> folders, @Nullable Path folder, ModelText text,
            Reading reading) {
        this.techniques = techniques;
        this.reader = new ModelReader(techniques);
        this.factory = new TechniqueFactory(techniques, techniques);
        this.context = context;
        this.backends = backends;
        this.backend = backend;
        this.named = named;
        this.precision = precision;
        this.threads = threads;
        this.folders = folders;
        this.folder = folder;
        this.text = text;
        this.reading = reading;
    }

    /** The same on another backend. */
    Parts on(Backend other) {
        return new Parts(techniques, context, backends, other, named, precision, threads, folders, folder, text, reading);
    }

    /** The same for a model that uses some versions of techniques. */
    Parts bound(Binding used) {
        return with(techniques.bound(used));
    }

    /** The same, but no more bound to some versions. */
    Parts without(Collection<TechniqueRecord> some) {
        return with(techniques.without(some));
    }

    /** The same for a training that uses some versions of techniques. */
    Parts training(Binding used) {
        return with(techniques.training(used));
    }

    private Parts with(BoundTechniques others) {
        return new Parts(others, context, backends, backend, named, precision, threads, folders, folder, text, reading);
    }
}
