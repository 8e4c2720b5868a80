/** The activation {@code silu}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.silu;

import org.osgi.annotation.versioning.Version;
