package org.fascicle.app.verb;

import java.util.List;

import org.fascicle.api.doctor.Diagnosis;
import org.fascicle.api.doctor.Doctor;
import org.fascicle.api.doctor.Gain;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;

/** Finds what a test says, and notes what it was asked. */
final class FakeDoctor implements Doctor {
    private final List<Diagnosis> found;
    private final List<String> calls;

    FakeDoctor(List<Diagnosis> found, List<String> calls) {
        this.found = found;
        this.calls = calls;
    }

    @Override
    public List<Diagnosis> examine(Definition definition, Settings settings, int steps) {
        calls.add("examine " + definition.label() + " for " + steps);
        return found;
    }

    @Override
    public Gain attempt(Definition definition, Diagnosis diagnosis, Settings settings, int steps) {
        calls.add("attempt " + diagnosis.name());
        return Gain.of(2, 0.5);
    }
}
