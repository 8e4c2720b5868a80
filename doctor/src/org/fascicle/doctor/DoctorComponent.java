package org.fascicle.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Techniques;
import org.fascicle.api.doctor.Doctor;
import org.fascicle.api.doctor.Diagnosis;
import org.fascicle.api.doctor.Examination;
import org.fascicle.api.doctor.Gain;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The service. */
@Component
public final class DoctorComponent implements Doctor {
    private static final int LEAST = 10;

    /** In turn: what a later one would find may come from what an earlier one has found. */
    private static final List<List<Rule>> RULES = List.of(
            List.of(new InputRule(), new InitialRule()), List.of(new SignalRule()), List.of(new RateRule()),
            List.of(new DeadRule(), new SaturationRule(), new GradientRule()),
            List.of(new ClassRule()), List.of(new LabelRule()), List.of(new OverfittingRule()));

    private final Fascicle fascicle;
    private final Techniques techniques;

    /** With the services that it uses. */
    @Activate
    public DoctorComponent(@Reference Fascicle fascicle, @Reference Techniques techniques) {
        this.fascicle = fascicle;
        this.techniques = techniques;
    }

    @Override
    public Examination examination(Definition definition, Settings settings, int steps) {
        Examiner examiner = examiner(settings, steps);
        return judged(examiner.examine(whole(definition, settings), null, settings));
    }

    @Override
    public Examination examination(Path archive, Settings settings, int steps) {
        Examiner examiner = examiner(settings, steps);
        return judged(examiner.examine(examiner.definition(archive, settings), archive, settings));
    }

    private static Examination judged(Case seen) {
        List<Diagnosis> found = new ArrayList<>();
        Map<String, List<String>> unseen = new LinkedHashMap<>();
        for (List<Rule> rules : RULES) {
            boolean covered = !found.isEmpty();
            for (Rule rule : rules) {
                Optional<String> reason = covered ? Optional.of("what was found may be its cause. Mend it, and ask again")
                        : rule.hindrance(seen);
                reason.ifPresent(words -> unseen.computeIfAbsent(words, each -> new ArrayList<>()).add(rule.subject()));
                if (!covered) {
                    rule.look(seen).ifPresent(found::add);
                }
            }
        }
        return Examination.of(found, unseen.entrySet().stream()
                .map(each -> String.join(", ", each.getValue()) + ": " + each.getKey() + ".").collect(Collectors.toList()));
    }

    @Override
    public Gain attempt(Definition definition, Diagnosis diagnosis, Settings settings, int steps) {
        Examiner examiner = examiner(settings, steps);
        Definition changed = diagnosis.changed().orElseThrow(
                () -> new IllegalArgumentException("'" + diagnosis.name() + "' has no change to try"));
        Measure measure = Measure.of(diagnosis.name());
        return Gain.of(measure.words(), measure.isMoreBetter(), examiner.measured(whole(definition, settings), measure),
                examiner.measured(definition.folder().map(changed::in).orElse(changed), measure));
    }

    /** A definition with the values that settings put in: what is changed in it afterwards is not put back by them. */
    private Definition whole(Definition definition, Settings settings) {
        try (Model model = fascicle.create(definition, settings)) {
            Definition whole = Definition.text(model.json(), definition.label());
            return definition.folder().map(whole::in).orElse(whole);
        }
    }

    private static Settings plain(Settings settings) {
        Settings plain = Settings.defaults().backend(settings.backend().orElse(null)).precision(settings.precision().orElse(null))
                .upgrade(settings.upgrade()).reading(settings.reading());
        for (Path folder : settings.folders()) {
            plain = plain.folder(folder);
        }
        return plain;
    }

    private Examiner examiner(Settings settings, int steps) {
        if (steps < LEAST) {
            throw new InputException("a network is examined for at least " + LEAST + " steps, not " + steps);
        }
        return new Examiner(fascicle, techniques, plain(settings), steps);
    }
}
