package org.fascicle.core.readiness;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.ModelNeed.Purpose;
import org.fascicle.api.readiness.ModelReadiness;
import org.fascicle.api.readiness.TechniqueNeed;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Techniques;
import org.fascicle.core.binding.Use;
import org.fascicle.core.model.Absent;
import org.fascicle.core.model.ModelReader;
import org.fascicle.core.model.ModelText;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.registry.TechniqueRegistry;
import org.fascicle.core.service.BackendChoice;
import org.fascicle.core.service.Backends;

/** What a model needs, and what of it is missing, as it was at one moment. Holds no class of a technique. Immutable. */
final class Survey {
    private final long changes;
    private final Set<TechniqueNeed> wants;
    private final boolean broken;
    private final List<String> missing;
    private final Precision precision;

    private Survey(long changes, Set<TechniqueNeed> wants, boolean broken, List<String> missing, Precision precision) {
        this.changes = changes;
        this.wants = wants;
        this.broken = broken;
        this.missing = missing;
        this.precision = precision;
    }

    /**
     * Reads a model against what is there at this moment.
     *
     * @param explain whether what is missing is to be explained, which takes a search among all bundles
     */
    static Survey of(Wish wish, TechniqueRegistry techniques, Backends backends, boolean explain) {
        long changes = techniques.changes();
        Making making = new Making(wish, techniques, explain);
        Precision asked = making.read();
        Precision precision = wish.settings().precision().orElse(asked);
        try {
            choose(backends, wish, precision);
        } catch (InputException e) {
            making.missing.add(e.getMessage());
        }
        return new Survey(changes, making.wants, making.broken, List.copyOf(making.missing), precision);
    }

    /**
     * Chooses a backend as whoever opens the model will.
     *
     * @throws InputException if there is none
     */
    static void choose(Backends backends, Wish wish, Precision precision) {
        BackendChoice.choose(backends.all(), wish.settings().backend().orElse(null), precision,
                wish.settings().precision().isPresent() ? null : wish.model());
    }

    /** Of a need that cannot even be read. */
    static Survey failed(long changes, String problem) {
        return new Survey(changes, Set.of(), true, List.of(problem), Precision.FLOAT32);
    }

    boolean isComplete() {
        return missing.isEmpty();
    }

    /** The same for whoever asked. */
    ModelReadiness readiness(String id, String model) {
        return ModelReadiness.of(id, model,
                List.copyOf(wants), missing);
    }

    /** What is missing, a sentence or two for each. */
    List<String> missing() {
        return missing;
    }

    /** Whether something is wrong that need not be a technique which is missing: any change may mend it. */
    boolean isBroken() {
        return broken;
    }

    /** Whether the model is known to need a technique of a name. */
    boolean concerns(Kind kind, String name) {
        return wants.stream().anyMatch(want -> want.kind() == kind && want.name().equals(name));
    }

    /** Whether all that it is known to need is there. Cheap; what the techniques hold may have changed since. */
    boolean holds(TechniqueRegistry techniques) {
        return wants.stream().allMatch(want -> techniques.has(want.kind(), want.name(), want.range().orElse(null)));
    }

    /** The state of the registry that it saw. */
    long changes() {
        return changes;
    }

    Precision precision() {
        return precision;
    }

    /** One survey as it is made. */
    private static final class Making {
        final Set<TechniqueNeed> wants = new LinkedHashSet<>();
        final Set<String> missing = new LinkedHashSet<>();
        boolean broken;

        private final Wish wish;
        private final Techniques techniques;
        private final TechniqueFactory factory;

        Making(Wish wish, TechniqueRegistry techniques, boolean explain) {
            this.wish = wish;
            this.techniques = new RecordedTechniques(new QuickTechniques(techniques), wish.recorded());
            TechniqueFactory all = new TechniqueFactory(
                    explain ? new RecordedTechniques(techniques, wish.recorded()) : this.techniques);
            this.factory = wish.isArchived() && wish.purpose() == Purpose.PREDICTION ? all.predicting() : all;
        }

        /** Reads the model; gives the precision that it asks for. */
        Precision read() {
            List<TechniqueSpec> absent = new ArrayList<>();
            ModelReader reader = new ModelReader(techniques, new Absent() {
                @Override
                public void technique(TechniqueSpec spec) {
                    absent.add(spec);
                }

                @Override
                public void option(String name) {
                    wants.add(TechniqueNeed.ofOption(name));
                }
            });
            try {
                ModelText text = wish.text().with(wish.settings().overrides());
                roots(reader, text).forEach(this::visit);
                return reader.readBasics(text).precision();
            } catch (InputException e) {
                absent.forEach(this::visit);
                if (missing.isEmpty()) {
                    broken = true;
                    missing.add(String.valueOf(e.getMessage()));
                }
                return Precision.FLOAT32;
            }
        }

        // Whoever predicts with a definition needs the data that it names, too: shapes and scaling come from them.
        private List<TechniqueSpec> roots(ModelReader reader, ModelText text) {
            if (wish.purpose() == Purpose.TRAINING) {
                return reader.read(text).techniques();
            }
            List<TechniqueSpec> roots = new ArrayList<>(reader.readNetwork(text).techniques());
            if (!wish.isArchived() && reader.namesData(text)) {
                roots.add(reader.readData(text).source());
            }
            return roots;
        }

        private void visit(TechniqueSpec spec) {
            if (factory.doesWithout(spec.kind())) {
                return;
            }
            wants.add(TechniqueNeed.of(spec.kind(), spec.name(),
                    wish.recorded().range(new Use(spec.kind(), spec.name(), spec.range()))));
            try {
                factory.resolve(spec);
            } catch (InputException e) {
                missing.add(e.getMessage());
                return;
            }
            try {
                factory.held(spec).forEach(this::visit);
            } catch (InputException e) {
                broken = true;
                missing.add(e.getMessage());
            }
        }
    }
}
