package org.fascicle.app.verb;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fascicle.api.Fascicle;
import org.fascicle.api.activation.Activation;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.conformance.Conformance;
import org.fascicle.api.conformance.ConformanceListener;
import org.fascicle.api.conformance.Examination;
import org.fascicle.api.conformance.Finding;
import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Rows;
import org.fascicle.api.doctor.Diagnosis;
import org.fascicle.api.doctor.Doctor;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Type;
import org.fascicle.api.format.ModelFormat;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.Readiness;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.table.TableFormat;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Shorthand;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.api.training.History;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.transform.UpdateTransform;
import org.fascicle.app.DashboardHost;
import org.fascicle.app.Interruption;
import org.fascicle.app.MissingException;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.core.curve.TechniqueCurvesComponent;

/** A platform without a framework, and a console whose streams can be looked at. */
final class FakePlatform implements Platform {
    final List<Diagnosis> diagnoses = new ArrayList<>();
    /** What the doctor could not look at. */
    final List<String> unseen = new ArrayList<>();
    final FakeNetwork network = new FakeNetwork();
    final Interruption interruption = new Interruption();
    final FakeDashboardHost dashboardHost = new FakeDashboardHost();
    final List<String> calls = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    RuntimeException problem;
    List<String> command = List.of();
    Installer installer;
    List<ModelFormat> formats = List.of();
    List<TableFormat> tableFormats = List.of();
    TrainingState state;
    Readiness readiness;
    Settings settings;
    /** Later versions than those that there always are. */
    final List<TechniqueType> later = new ArrayList<>();
    String typed = "";
    boolean terminal;
    boolean unicode;
    Path folder = Path.of("");

    /** Runs a verb. */
    int run(String... arguments) {
        ByteArrayInputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        Console console = new Console(in, stream(out), stream(err), folder, terminal, 100, unicode);
        return new CommandTree(this, console).execute(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Standard output, which must be JSON objects, one a line, and nothing else. */
    List<Map<String, Object>> json() throws IOException {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (String line : out().split("\n")) {
            objects.add(new ObjectMapper().readValue(line, new TypeReference<Map<String, Object>>() {}));
        }
        return objects;
    }

    private static String pretty(Map<String, Object> tree) {
        return new ObjectMapper().valueToTree(tree).toPrettyString();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Override
    public Fascicle fascicle() {
        return new Fascicle() {
            @Override
            public Model open(Path archive, Settings with) {
                return made("open " + archive, with);
            }

            @Override
            public Model create(Definition definition, Settings with) {
                return made("create " + definition.label() + definition.text().map(text -> ": " + text).orElse(""), with);
            }

            @Override
            public Model create(Definition definition, Data data, Settings with) {
                return made("create " + definition.label() + " for " + ((Rows) data.training()).count() + " rows", with);
            }

            @Override
            public Data data(Definition definition, Settings with) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Data data(Model model) {
                return network.data();
            }

            @Override
            public Data data(Model model, int most) {
                calls.add("data " + most);
                return network.first(most);
            }

            @Override
            public Rows rows(Model model, InputFile file, int most) {
                calls.add("rows " + file.name() + (most == Integer.MAX_VALUE ? "" : " " + most));
                return network.brought(most);
            }

            @Override
            public TrainingPlan train(Model model) {
                return network.plan();
            }

            @Override
            public TrainingPlan train(Model model, Data data) {
                return network.plan();
            }

            @Override
            public TrainingPlan resume(Path archive, Settings with) {
                made("resume " + archive, with);
                return network.plan();
            }

            @Override
            public TrainingPlan resume(Path archive, Data data, Settings with) {
                throw new UnsupportedOperationException();
            }

            @Override
            public History history(Path archive) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Optional<TrainingState> state(Path archive) {
                return Optional.ofNullable(state);
            }

            @Override
            public void save(Model model, TrainingState state, Path archive) {
                calls.add("save at step " + state.step() + " " + archive);
            }

            @Override
            public String schema() {
                return "{ }\n";
            }

            @Override
            public String json(Definition definition) {
                return definition.tree().map(FakePlatform::pretty).or(definition::text).orElse("{}");
            }

            @Override
            public Definition tree(Definition definition) {
                try {
                    return Definition.tree(
                            new ObjectMapper().readValue(json(definition), new TypeReference<Map<String, Object>>() {}),
                            definition.label());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    @Override
    public Readiness readiness() {
        if (readiness == null) {
            throw new MissingException("nothing says what models need");
        }
        return readiness;
    }

    @Override
    public List<ModelFormat> formats() {
        return formats;
    }

    @Override
    public List<TableFormat> tableFormats() {
        return tableFormats;
    }

    @Override
    public Installer installer() {
        if (installer == null) {
            throw new MissingException("there is no installer");
        }
        return installer;
    }

    @Override
    public Measurement measurement() {
        return network.measurement();
    }

    private Model made(String call, Settings with) {
        calls.add(call);
        settings = with;
        if (problem != null) {
            throw problem;
        }
        return network;
    }

    @Override
    public Techniques techniques() {
        return new Techniques() {
            @Override
            public Collection<TechniqueType> all() {
                List<TechniqueType> all = new ArrayList<>(later);
                all.addAll(
                        List.of(TechniqueType.of(Bent.class), TechniqueType.of(Straight.class), TechniqueType.of(Decaying.class),
                                TechniqueType.of(Shrinking.class)));
                return all;
            }

            @Override
            public TechniqueType find(Kind kind, String name, String range) {
                throw new InputException("not asked here");
            }
        };
    }

    @Override
    public List<Backend> backends() {
        return List.of(backend("fast"), backend("slow"));
    }

    @Override
    public TechniqueCurves curves() {
        return new TechniqueCurvesComponent(techniques());
    }

    @Override
    public Doctor doctor() {
        return new FakeDoctor(diagnoses, unseen, calls);
    }

    @Override
    public Conformance conformance() {
        return new Conformance() {
            @Override
            public List<Finding> check(Examination examination, ConformanceListener listener) {
                calls.add("check " + examination.bundles()
                        + (examination.released().isEmpty() ? "" : " against " + examination.released()));
                findings.forEach(listener::found);
                return findings;
            }

            @Override
            public String contract(Path bundle) {
                return "the contract of " + bundle;
            }

            @Override
            public void writeReport(List<Finding> found, Path file) {
                calls.add("report " + file);
            }
        };
    }

    @Override
    public String example() {
        return "the example's text";
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public String framework() {
        return "none";
    }

    @Override
    public List<String> command() {
        return command;
    }

    @Override
    public DashboardHost dashboardHost() {
        return dashboardHost;
    }

    @Override
    public Interruption interruption() {
        return interruption;
    }

    private static Backend backend(String name) {
        return new Backend() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Capabilities capabilities() {
                return Capabilities.of("CPU", 2, Set.of(Precision.FLOAT64, Precision.FLOAT32)).with("library", "none 1.0");
            }

            @Override
            public Buffer allocate(Type type, Precision precision, long elements) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Executable compile(Graph graph, CompileSettings how) {
                throw new UnsupportedOperationException();
            }
        };
    }

    /** An activation with one option of each sort that the description knows. */
    @Technique(value = "com.example:bent", description = "Bent.", formula = "z if z > 0 else slope * z",
            source = "Nobody, 2024")
    public record Bent(@Default("0.1") @Range("[0,1)") double slope, @Default("null") Integer terms,
            boolean odd) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return Expressions.where(z.gt(0), z, z.mul(slope));
        }
    }

    /** A schedule that goes down in a line. */
    @Technique("sinking")
    public record Sinking(double initial) implements Schedule {
        @Override
        public double at(Moment moment) {
            return initial * (1 - moment.position(Moment.Unit.EPOCH) / moment.epochs());
        }
    }

    /** An activation without options. */
    @Technique("straight")
    public record Straight() implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return z;
        }
    }

    /** An optimizer that does itself what a technique does around others. */
    @Technique("decaying")
    public record Decaying(@Default("0.1") Scheduled learningRate, @Default("0.5") double weightDecay) implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            return parameter.value();
        }
    }

    /** A technique that two options of an optimizer ask for. */
    @Technique("shrinking")
    @Shorthand(place = 1, options = {"weight_decay=rate", "exclude_from_weight_decay=exclude"})
    public record Shrinking(@Default("0.1") double rate) implements UpdateTransform {}
}
