package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.doctor.Diagnosis;
import org.fascicle.api.doctor.Doctor;
import org.fascicle.api.doctor.Examination;
import org.fascicle.api.doctor.Gain;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;

/** Finds what a test says, and notes what it was asked. */
final class FakeDoctor implements Doctor {
    private final List<Diagnosis> found;
    private final List<String> unseen;
    private final List<String> calls;

    FakeDoctor(List<Diagnosis> found, List<String> unseen, List<String> calls) {
        this.found = found;
        this.unseen = unseen;
        this.calls = calls;
    }

    @Override
    public Examination examination(Definition definition, Settings settings, int steps) {
        calls.add("examine " + definition.label() + " for " + steps);
        return Examination.of(found, unseen);
    }

    @Override
    public Examination examination(Path archive, Settings settings, int steps) {
        calls.add("examine the archive " + archive.getFileName() + " for " + steps);
        return Examination.of(found, unseen);
    }

    @Override
    public Gain attempt(Definition definition, Diagnosis diagnosis, Settings settings, int steps) {
        calls.add("attempt " + diagnosis.name());
        return diagnosis.name().startsWith("class") ? Gain.of("share", true, 0.5, 0.25) : Gain.of(2, 0.5);
    }
}
