package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import org.fascicle.api.graph.Variable;
import org.fascicle.api.training.DefinitionChange;
import org.fascicle.api.training.History;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.archive.Tensor;
import org.fascicle.core.binding.OptionValues;
import org.fascicle.core.training.BestWeights;
import org.fascicle.core.training.TrainingRun;

/** What goes on when the techniques of a training are replaced: tensors of equal name and shape, step and history. */
final class Carried {
    private final Set<String> carried = new TreeSet<>();
    private final Set<String> anew = new TreeSet<>();
    private final Set<String> dropped = new TreeSet<>();

    private Carried() {}

    /**
     * Puts into a run what an archive has of its tensors, and gives all others their first values.
     *
     * @param archive of a moment ago
     * @param restoration puts its tensors back
     * @param run with other versions of techniques than the archive's
     * @param slots whether a slot carries on, by its path
     */
    static Carried into(TrainingRun run, Archive archive, Restoration restoration, Predicate<String> slots) {
        Carried carried = new Carried();
        List<Variable> same = new ArrayList<>();
        Map<String, Tensor> trained = Restoration.trained(archive);
        for (Variable variable : run.store().tensors()) {
            if (!BestWeights.isKeptByTraining(variable.path())) {
                continue;
            }
            Tensor tensor = tensors(archive, trained, variable.path()).get(variable.path());
            boolean kept = !variable.path().startsWith(UpdateTraceScope.SLOTS + "/") || slots.test(variable.path());
            if (kept && tensor != null && tensor.shape().equals(variable.shape())) {
                same.add(variable);
                carried.carried.add(variable.path());
            } else {
                carried.anew.add(variable.path());
            }
        }
        carried.drop(archive.weights().keySet());
        carried.drop(archive.training().keySet());
        initialize(run, carried.anew);
        same.forEach(variable -> restoration.restore(tensors(archive, trained, variable.path()), variable, run.store()));
        best(run, archive);
        run.clock().set(archive.step(), History.of(archive.history()));
        run.clock().setUpdatesFrom(Snapshot.updatesFrom(archive));
        return carried;
    }

    private static Map<String, Tensor> tensors(Archive archive, Map<String, Tensor> trained, String path) {
        return BestWeights.isWeight(path) ? trained : archive.training();
    }

    private void drop(Set<String> paths) {
        paths.stream()
                .filter(path -> !path.startsWith(Snapshot.SCALING) && !path.startsWith(Snapshot.BEST)
                        && !path.startsWith(Snapshot.LAST)
                        && !carried.contains(path) && !anew.contains(path))
                .forEach(dropped::add);
    }

    // The first values of slots, and of most states, are there already.
    private static void initialize(TrainingRun run, Set<String> anew) {
        Set<String> first = new HashSet<>(anew);
        first.retainAll(run.drawn());
        if (!first.isEmpty()) {
            run.initialize(first::contains);
        }
    }

    private static void best(TrainingRun run, Archive archive) {
        if (archive.training().keySet().stream().noneMatch(path -> path.startsWith(Snapshot.BEST))) {
            return;
        }
        for (Variable variable : run.store().tensors()) {
            if (BestWeights.isWeight(variable.path())) {
                Tensor kept = archive.training().get(Snapshot.BEST + variable.path());
                run.best().put(variable.path(), kept != null && kept.shape().equals(variable.shape()) ? kept.reals()
                        : run.store().read(variable.path()));
            }
        }
    }

    /** What was done, for people and listeners. */
    TechniqueChange change(long step, Collection<TechniqueRecord> replaced, Collection<TechniqueRecord> used) {
        return TechniqueChange.of(step, replacements(replaced, used), carried, anew, dropped);
    }

    /** The same of another definition. */
    DefinitionChange change(long step, String path, String json) {
        return DefinitionChange.of(step, path, json, anew, dropped);
    }

    private static List<TechniqueChange.Replacement> replacements(Collection<TechniqueRecord> others,
            Collection<TechniqueRecord> used) {
        List<TechniqueChange.Replacement> replacements = new ArrayList<>();
        for (TechniqueRecord from : others) {
            for (TechniqueRecord to : used) {
                if (from.kind() == to.kind() && from.name().equals(to.name()) && !from.version().equals(to.version())) {
                    replacements.add(TechniqueChange.Replacement.of(from.kind(), from.name(), from.version(), to.version(),
                            OptionValues.differences(values(from), values(to))));
                }
            }
        }
        return replacements;
    }

    private static Map<String, Object> values(TechniqueRecord record) {
        Map<String, Object> values = record.defaults();
        return values == null ? Map.of() : values;
    }
}
