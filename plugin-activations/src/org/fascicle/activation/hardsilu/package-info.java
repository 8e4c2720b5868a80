/** The activation {@code hard_silu}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.hardsilu;

import org.osgi.annotation.versioning.Version;
