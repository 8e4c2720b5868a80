/** The loss {@code kl_divergence}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.loss.kldivergence;

import org.osgi.annotation.versioning.Version;
