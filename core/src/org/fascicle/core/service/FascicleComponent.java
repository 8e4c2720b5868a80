package org.fascicle.core.service;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Logger;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.Scale;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.History;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.CheckpointFolder;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.binding.BoundTechniques;
import org.fascicle.core.data.NamedData;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.data.SourceContext;
import org.fascicle.core.data.Split;
import org.fascicle.core.data.SplitRule;
import org.fascicle.core.model.DataSpec;
import org.fascicle.core.model.ModelFile;
import org.fascicle.core.model.ModelReader;
import org.fascicle.core.model.ModelText;
import org.fascicle.core.model.NetworkSpec;
import org.fascicle.core.model.TrainingSpec;
import org.fascicle.core.registry.InstalledTechniques;
import org.fascicle.core.schema.ModelSchema;
import org.fascicle.core.training.Clock;
import org.fascicle.core.training.Initialization;
import org.fascicle.core.training.Schedules;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Makes and opens models, and trains them; the service that applications use. */
@Component
public final class FascicleComponent implements Fascicle {
    private static final Logger LOG = Logger.getLogger(FascicleComponent.class.getName());

    /** An update takes its time: the old version leaves, and the new one comes. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

    private final BundleContext context;
    private final InstalledTechniques techniques;
    private final ModelReader reader;
    private final Trainings trainings;
    private final Backends backends;

    /** Made by Declarative Services. */
    @Activate
    public FascicleComponent(BundleContext context, @Reference InstalledTechniques techniques, @Reference Backends backends) {
        this(context, techniques, backends, PATIENCE);
    }

    /**
     * A platform.
     *
     * @param patience how long trainings wait for techniques that have left before they end, in nanoseconds
     */
    FascicleComponent(BundleContext context, InstalledTechniques techniques, Backends backends, long patience) {
        this.trainings = new Trainings(patience);
        this.context = context;
        this.backends = backends;
        this.techniques = techniques;
        this.reader = new ModelReader(techniques);
    }

    @Deactivate
    void deactivate() {
        trainings.close();
    }

    @Override
    public Model open(Path archive, Settings settings) {
        requireGiven(archive, "archive");
        return Problems.ours(() -> Archive.readWeights(archive, read -> {
            Snapshot snapshot = Snapshot.of(read, archive);
            ModelState model = open(read, snapshot, archive, settings, false);
            warn(snapshot.differences(model.parts().backend, model.techniques()));
            return model.model();
        }));
    }

    static void warn(List<String> differences) {
        differences.forEach(
                line -> LOG.warning("not as when the archive was written, so results may differ in their last bits: " + line));
    }

    private ModelState open(Archive archive, Snapshot snapshot, Path file, Settings settings, boolean resumed) {
        Parts parts = parts(ModelText.of(archive.modelJson(), file.toString()), file.toAbsolutePath().getParent(), settings,
                archive.techniques());
        NetworkSpec network = parts.reader.predicting().readNetwork(parts.text);
        Signature signature = snapshot.signature(network);
        TrainingSpec basics = reader.readBasics(parts.text);
        Clock clock = snapshot.clock(basics);
        ModelState model = new LiveModel(parts, network, signature, snapshot.fitted(signature.inputs()), clock,
                snapshot.splitRule()).state();
        orClose(model, () -> {
            Restoration restoration = snapshot.restoration();
            restoration.addOfLosses(model.store());
            // A training may learn what a later version of a layer has more; whoever only predicts would get noise.
            Set<String> anew = resumed && snapshot.isUpgraded(model.techniques())
                    ? restoration.weightsThatFit(model.store()) : Set.of();
            if (anew.isEmpty()) {
                restoration.weights(model.store());
            } else {
                initialize(model, anew::contains, clock, network, basics.seed());
            }
        });
        return model;
    }

    @Override
    public Model create(Definition definition, Settings settings) {
        return Problems.ours(() -> create(parts(definition, settings), null).model());
    }

    @Override
    public Model create(Definition definition, Data data, Settings settings) {
        requireGiven(data, "data");
        return Problems.ours(() -> create(parts(definition, settings), data).model());
    }

    private ModelState create(Parts parts, @Nullable Data given) {
        NetworkSpec network = parts.reader.readNetwork(parts.text);
        Data data =
                given != null ? given : reader.namesData(parts.text) ? open(parts, null, SplitRule.PRESENT) : null;
        Map<String, Shape> inputs = inputs(parts, network, data);
        TrainingSpec basics = reader.readBasics(parts.text);
        // What is not scaled yet may still be: its first training's data say.
        Map<String, Scaling> scaling = data == null || data.scale() == Scale.NONE ? null
                : Scaling.fit(data.scale(), Split.of(data, SplitRule.PRESENT, basics.seed()).training(), inputs);
        Clock clock = new Clock(1, basics.epochs());
        ModelState model = new LiveModel(parts, network, Signature.described(inputs, network, data), scaling, clock,
                SplitRule.PRESENT).state();
        if (given == null && data != null) {
            model.data(() -> data);
        }
        orClose(model, () -> {
            initialize(model, path -> true, clock, network, basics.seed());
            new Reuse(network, parts.folder, model.store()).run();
        });
        return model;
    }

    private static void initialize(ModelState model, Predicate<String> wanted, Clock clock, NetworkSpec network, long seed) {
        Parts parts = model.parts();
        Initialization.run(model.structure().graphs.initialization(), wanted, parts.backend, model.store(),
                new Schedules(clock, parts.factory, network, () -> parts.reader.readJudged(parts.text)),
                seed);
    }

    private static Map<String, Shape> inputs(Parts parts, NetworkSpec network, @Nullable Data data) {
        if (!network.inputs().isEmpty()) {
            return network.inputs();
        } else if (data == null) {
            throw new InputException(parts.text.label(), null, "the shape of one row is not known",
                    "Add \"inputs\": { \"input\": [ … ] }, name the data, or give them");
        }
        Examples examples = data.training();
        Map<String, Shape> inputs = new LinkedHashMap<>();
        if (examples.inputs().size() == 1) {
            inputs.put(Examples.INPUT, examples.shape(examples.inputs().get(0)));
        } else {
            throw new InputException(parts.text.label(), null,
                    "the data have several inputs: " + String.join(", ", examples.inputs()),
                    "Name those that the network takes under \"inputs\"");
        }
        return inputs;
    }

    @Override
    public Data data(Definition definition, Settings settings) {
        return Problems.ours(() -> open(parts(definition, settings), null, SplitRule.PRESENT));
    }

    @Override
    public Data data(Model model) {
        return Problems.ours(() -> data(live(model)));
    }

    private Data data(ModelState model) {
        return model.data(() -> open(model.parts(), model.signature().meaning().orElse(null), model.splitRule()));
    }

    @Override
    public Data data(Model model, int most) {
        requireRow(most);
        return Problems.ours(() -> {
            Parts parts = live(model).parts();
            Meaning meaning = live(model).signature().meaning().orElse(null);
            return NamedData.first(parts.reader.readData(parts.text), parts.factory,
                    SourceContext.of(parts.folders, parts.folder, meaning, parts.reading), most);
        });
    }

    private static void requireRow(int most) {
        if (most < 1) {
            throw new InputException("at least 1 row is read, not " + most);
        }
    }

    private Data open(Parts parts, @Nullable Meaning meaning, SplitRule rule) {
        DataSpec spec = parts.reader.readData(parts.text);
        return NamedData.open(spec, parts.factory, SourceContext.of(parts.folders, parts.folder, meaning, parts.reading), rule,
                reader.readBasics(parts.text).seed());
    }

    @Override
    public Rows rows(Model model, InputFile file, int most) {
        requireGiven(file, "file");
        requireRow(most);
        return Problems.ours(() -> new BroughtRows(live(model), techniques).read(file, most));
    }

    @Override
    public TrainingPlan train(Model model) {
        ModelState live = live(model);
        return new LivePlan(live, () -> data(live), null, trainings);
    }

    @Override
    public TrainingPlan train(Model model, Data data) {
        requireGiven(data, "data");
        return new LivePlan(live(model), () -> data, null, trainings);
    }

    @Override
    public TrainingPlan resume(Path archive, Settings settings) {
        return resumed(archive, null, settings);
    }

    @Override
    public TrainingPlan resume(Path file, Data data, Settings settings) {
        return resumed(file, requireGiven(data, "data"), settings);
    }

    private TrainingPlan resumed(Path named, @Nullable Data data, Settings settings) {
        requireGiven(named, "archive");
        return Problems.ours(() -> {
            Path file = archive(named);
            Archive archive = Archive.read(file);
            Snapshot snapshot = Snapshot.of(archive, file);
            if (snapshot.trainingRows() == 0 && !snapshot.isBegunElsewhere()) {
                throw new InputException(file.toString(), null, "the archive holds a model without its training",
                        "Open it, and start a new training of the model");
            }
            ModelState model = open(archive, snapshot, file, settings, true);
            return new LivePlan(model, data != null ? () -> data : () -> data(model), snapshot, trainings);
        });
    }

    /** The archive itself, or the newest checkpoint in a folder. */
    private static Path archive(Path named) {
        return Files.isDirectory(named) ? new CheckpointFolder(named).newest() : named;
    }

    @Override
    public Optional<TrainingState> state(Path archive) {
        requireGiven(archive, "archive");
        return Problems.ours(() -> new Handover(archive(archive)).state());
    }

    @Override
    public History history(Path archive) {
        requireGiven(archive, "archive");
        return Problems.ours(() -> Archive.readWeights(archive(archive), read -> History.of(read.history())));
    }

    @Override
    public void save(Model model, TrainingState state, Path archive) {
        requireGiven(state, "state");
        requireGiven(archive, "archive");
        Problems.ours(() -> {
            Handover.save(live(model), state, archive);
            return null;
        });
    }

    @Override
    public String schema() {
        return Problems.ours(() -> ModelSchema.of(techniques.all()));
    }

    @Override
    public String json(Definition definition) {
        return Problems.ours(() -> reader.checked(text(definition)));
    }

    @Override
    public Definition tree(Definition definition) {
        return Problems
                .ours(() -> Definition.tree(reader.tree(ModelText.of(json(definition), definition.label())), definition.label()));
    }

    private static ModelText text(Definition definition) {
        return ModelText.of(ModelFile.text(requireGiven(definition, "definition")), definition.label());
    }

    private Parts parts(Definition definition, Settings settings) {
        return parts(text(definition), definition.folder().orElse(null), settings, List.of());
    }

    private Parts parts(ModelText given, @Nullable Path folder, Settings settings, List<TechniqueRecord> archived) {
        requireGiven(settings, "settings");
        trainings.requireOpen();
        ModelText text = given.with(settings.overrides());
        TrainingSpec basics = reader.readBasics(text);
        Precision precision = settings.precision().orElse(basics.precision());
        Backend backend = BackendChoice.choose(backends.all(), settings.backend().orElse(null), precision,
                settings.precision().isPresent() ? null : text.source("/training/precision"));
        boolean named = settings.backend().isPresent();
        LOG.config(() -> BackendChoice.reason(backend, backends.all(), named));
        return new Parts(BoundTechniques.of(techniques, archived, settings.upgrade()), context, backends, backend, named,
                precision, settings.threads().isPresent() ? settings.threads().getAsInt() : null,
                List.copyOf(settings.folders()), folder, text, settings.reading());
    }

    static ModelState live(Model model) {
        requireGiven(model, "model");
        if (model instanceof LiveModel) {
            return ((LiveModel) model).state();
        }
        throw new InputException("the model was not made by this platform: " + model.getClass().getName());
    }

    // Memory of a backend may lie outside the heap: nobody else would give it back.
    private static void orClose(ModelState model, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }
}
