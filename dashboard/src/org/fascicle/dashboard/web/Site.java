package org.fascicle.dashboard.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.technique.Techniques;
import org.fascicle.dashboard.examine.Background;
import org.fascicle.dashboard.examine.Errands;
import org.fascicle.dashboard.run.Archives;
import org.fascicle.dashboard.run.Runs;
import org.fascicle.dashboard.run.Subjects;

/** Answers requests: pages, and what they ask for as JSON. Safe for any thread. */
public final class Site implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Site.class.getName());

    private final Gate gate;
    private final Background background = new Background();
    private final Map<String, Function<Question, Answer>> gets = new HashMap<>();
    private final Map<String, Function<Question, Answer>> posts = new HashMap<>();

    /** A site. */
    public Site(Gate gate, Runs runs, Archives archives, Techniques techniques, Tools tools) {
        this.gate = gate;
        Subjects subjects = new Subjects(runs, archives);
        List<Routes> all = List.of(
                new RunRoutes(runs, archives),
                new NetworkRoutes(subjects, tools.profiling(), new Errands<>(background)),
                new PredictionRoutes(subjects, tools.predicting(), new Errands<>(background)),
                new TechniqueRoutes(techniques, tools.curves()),
                new ModelRoutes(tools.files(), tools.trainings()),
                new DoctorRoutes(tools.examinations()),
                new InstallRoutes(tools.uploads()));
        for (Routes subject : all) {
            gets.putAll(subject.gets());
            posts.putAll(subject.posts());
        }
    }

    /** The answer to a request, whoever asks. */
    public Answer answer(Question question) {
        Optional<Answer> refused = gate.refusal(question);
        return refused.isPresent() ? refused.get() : admitted(question);
    }

    /** Ends what runs in the background. Does not wait for it. */
    @Override
    public void close() {
        background.close();
    }

    private Answer admitted(Question question) {
        Function<Question, Answer> known = (question.method().equals("POST") ? posts : gets).get(question.path());
        if (known == null) {
            boolean other = (question.method().equals("POST") ? gets : posts).containsKey(question.path());
            return other ? Answer.empty(405)
                    : question.method().equals("GET") ? Pages.answer(question.path()).orElseGet(Answer::nothing)
                    : Answer.nothing();
        }
        try {
            return known.apply(question);
        } catch (InputException | StateException e) {
            return Answer.failed(409, String.valueOf(e.getMessage()));
        } catch (BodyTooLarge e) {
            return Answer.failed(413, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "the dashboard cannot answer " + question.path(), e);
            return Answer.failed(500, "internal error; the log of the process says more");
        }
    }
}
