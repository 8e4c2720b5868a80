package org.fascicle.core.service;

import java.lang.ref.SoftReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.StoppedException;
import org.fascicle.api.data.Data;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.StateException;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.binding.Binding;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.data.SplitRule;
import org.fascicle.core.model.NetworkSpec;
import org.fascicle.core.program.Layout;
import org.fascicle.core.program.Store;
import org.fascicle.core.training.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What a model is at present, and who has it: its tensors, the backend that they lie on, its network as the techniques make it, and the
 * training that owns them. Predictions pass the gate as readers while they compute; a step of training, a change of tensors and the
 * close have it alone.
 */
final class ModelState {
    private final Model model;
    private final Gate gate = new Gate();
    private volatile Parts parts;
    private volatile Structure structure;
    /** The techniques of its network. */
    private volatile Binding used;
    private volatile @Nullable Map<String, Scaling> scaling;
    private volatile Signature signature;
    private final SplitRule splitRule;
    private Held held;
    private volatile @Nullable LiveTraining training;
    private boolean closing;
    private boolean released;
    // Softly: rows may be many, and their class is a bundle's that may want to go; they can be opened again.
    private SoftReference<Data> data = new SoftReference<>(null);

    /**
     * The state of a model whose tensors are zeros.
     *
     * @param model the model itself
     * @param signature inputs, and targets as far as they are known
     * @param scaling of each input, by name; null if it was never fitted: then it will be that of the first training's data
     * @param clock where its training stands
     * @param splitRule how rows are held back where the data do not say it
     */
    ModelState(Model model, Parts parts, NetworkSpec network, Signature signature, @Nullable Map<String, Scaling> scaling,
            Clock clock, SplitRule splitRule) {
        this.model = model;
        // Now, because a technique may be gone when the model is saved.
        this.used = Structure.used(network, parts);
        this.parts = parts.bound(used);
        this.signature = signature;
        this.splitRule = splitRule;
        this.scaling = scaling;
        this.structure = new Structure(network, this.parts, signature.inputs());
        this.held = plain(Weights.store(structure.tensors, this.parts), this.parts, clock);
        parts.backends.opened(this);
    }

    private Held plain(Store store, Parts on, Clock clock) {
        return new Held(store, Layout.none(), clock, scaling != null ? scaling : Scaling.none(signature.inputs()), structure,
                on);
    }

    /** The model that it is of. */
    Model model() {
        return model;
    }

    Parts parts() {
        return parts;
    }

    /** What it is to somebody who wants its backend to leave. */
    String use() {
        LiveTraining last = training;
        return last != null && last.isRunning() ? "the training of " + parts.text.label() + " runs on it"
                : "the model " + parts.text.label() + " is open on it";
    }

    Structure structure() {
        return structure;
    }

    Signature signature() {
        return signature;
    }

    /** How rows are held back where the data do not say it. */
    SplitRule splitRule() {
        return splitRule;
    }

    /** The scaling of each input, by name; null as long as it was not fitted. */
    @Nullable
    Map<String, Scaling> scaling() {
        return scaling;
    }

    Store store() {
        return held.store;
    }

    Collection<TechniqueRecord> techniques() {
        return used.records();
    }

    /** The data that the definition names, opened once as long as memory allows; opened first by somebody else, if given. */
    Data data(Supplier<Data> open) {
        Data known = data.get();
        if (known == null) {
            known = open.get();
            data = new SoftReference<>(known);
        }
        return known;
    }

    /** The techniques of its network. */
    Binding used() {
        return used;
    }

    /** The tensors that it has at present, and what reads them; asked by one who has passed the gate. */
    Held held() {
        return held;
    }

    /** Replaces a tensor of a model that is not being trained. */
    void write(String path, double[] values) {
        gate.exclusively(() -> {
            if (training != null && training.isRunning()) {
                throw new StateException("the model is being trained; stop the training before its tensors are replaced");
            }
            Weights.write(held.store, path, values);
        });
    }

    /** Replaces the scaling of an input of a model that was not trained. */
    void scale(String input, double[] shift, double[] factor) {
        gate.exclusively(() -> {
            requireNoTraining("scaling");
            scaling = Scaling.changed(held.scaling, input, shift, factor);
            held.closePrograms();
            held = plain(held.store, parts, held.clock);
        });
    }

    /** Names the classes of an output of a model that was not trained. */
    void classes(String output, List<String> names) {
        gate.exclusively(() -> {
            requireNoTraining("classes");
            signature = OutputPorts.named(signature, structure.outline.outputs(), output, names);
        });
    }

    private void requireNoTraining(String what) {
        if (training != null) {
            throw new StateException("a training of the model was started, and keeps its " + what);
        }
    }

    /**
     * Puts the model itself into an archive; called while nothing changes it.
     *
     * @param techniques those that made it
     */
    Archive.Builder weights(Archive.Builder builder, Collection<TechniqueRecord> techniques) {
        builder.seed(parts.reader.readBasics(parts.text).seed())
                .backend(parts.backend.name(), parts.backend.capabilities().record());
        techniques.forEach(builder::technique);
        return Snapshot.weights(builder, signature, held.scaling, held.store, held.clock, splitRule);
    }

    /** Computes something from the tensors while nothing changes them; on another backend, if the present one has been stopped. */
    <T> T computing(Supplier<T> action) {
        return onBackend(() -> gate.reading(action));
    }

    /** Does something; once more on another backend, if the present one has been stopped. */
    <T> T onBackend(Supplier<T> action) {
        Backend used = parts.backend;
        try {
            return Problems.ours(action);
        } catch (StateException e) {
            if (!(e.getCause() instanceof StoppedException) || gate.isReader()) {
                throw e;
            }
            moveFrom(used, e);
            return Problems.ours(action);
        }
    }

    // A training that runs moves its model itself: its slots must come along. One that has ended keeps them where they are.
    private void moveFrom(Backend gone, StateException problem) {
        gate.exclusively(() -> {
            if (parts.backend != gone) {
                return;
            }
            Optional<Backend> next = training != null && training.isRunning() ? Optional.empty()
                    : parts.backends.successor(gone, parts.precision, !parts.named);
            Parts moved = parts.on(next.orElseThrow(() -> problem));
            Held own = Problems.ours(() -> plain(Weights.copy(held.store, structure.tensors, moved), moved, held.clock));
            held.closePrograms();
            if (training == null || !training.owns(held.store)) {
                held.store.close();
            }
            parts = moved;
            held = own;
        });
    }

    /** Takes the tensors of a training that goes on, on another backend or with other techniques, in place of those of before. */
    void move(Held taken, Structure made, Parts moved) {
        Binding own = made == structure ? used : Structure.used(made.network, moved);
        gate.exclusively(() -> {
            held.closePrograms();
            held = taken;
            structure = made;
            used = own;
            parts = moved;
        });
    }

    /**
     * Takes a training's tensors in place of its own, which are given back.
     *
     * @param judging the techniques of the training, which the model is judged by as well
     */
    void attach(LiveTraining started, Held taken, Signature trained, Binding judging) {
        gate.exclusively(() -> {
            if (closing) {
                throw new StateException("the model is closed");
            } else if (training != null || scaling != null && scaling != taken.scaling) {
                throw new StateException("another training of the model was started at the same time");
            }
            held.closePrograms();
            held.store.close();
            held = taken;
            training = started;
            signature = trained;
            scaling = taken.scaling;
            parts = parts.bound(judging);
        });
    }

    /** Gives a training's tensors back, and keeps copies of its own, unless it is being closed. */
    void detach(LiveTraining ended, Runnable release) {
        gate.always(() -> {
            if (training != ended) {
                return;
            }
            training = null;
            if (closing) {
                closeTensors();
            } else if (ended.owns(held.store)) {
                Held own;
                try {
                    own = plain(Weights.copy(held.store, structure.tensors, parts), parts, held.clock);
                } catch (BackendException e) {
                    // No room, or the backend has gone, whose buffers can still be read: they become the model's, slots and all.
                    return;
                }
                held.closePrograms();
                held = own;
            }
            release.run();
        });
    }

    /** Refuses if a training is attached that still runs; one that has ended is closed. */
    void requireUntrained() {
        LiveTraining last = gate.reading(() -> training);
        if (last != null && last.isRunning()) {
            throw new StateException("the model is being trained; wait for the end of that training, or stop it");
        } else if (last != null) {
            last.close();
        }
    }

    /** Who may touch the tensors. */
    Gate gate() {
        return gate;
    }

    /** Ends its training, and gives its tensors back. */
    void close() {
        LiveTraining[] running = new LiveTraining[1];
        gate.always(() -> {
            closing = true;
            running[0] = training;
        });
        if (running[0] != null) {
            running[0].close();
        }
        gate.always(this::closeTensors);
    }

    private void closeTensors() {
        if (!released) {
            released = true;
            gate.close();
            held.closePrograms();
            held.store.close();
            parts.backends.closed(this);
        }
    }
}
