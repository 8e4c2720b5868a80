package org.fascicle.dashboard.web;

import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.dashboard.doctor.Examinations;
import org.fascicle.dashboard.examine.Predicting;
import org.fascicle.dashboard.examine.Profiling;
import org.fascicle.dashboard.install.Uploads;
import org.fascicle.dashboard.model.ModelFiles;
import org.fascicle.dashboard.model.PageTrainings;

/** What the pages work with, beside the runs that they show. */
public record Tools(ModelFiles files, PageTrainings trainings, Examinations examinations, Uploads uploads,
        TechniqueCurves curves, Profiling profiling, Predicting predicting) {}
