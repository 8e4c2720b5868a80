/** The metric {@code f1_score}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.metric.f1score;

import org.osgi.annotation.versioning.Version;
