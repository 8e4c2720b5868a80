/** The layer {@code gaussian_dropout}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.gaussiandropout;

import org.osgi.annotation.versioning.Version;
