/** Multiplies every feature by a learned factor, as a third party writes it. */
@Version("1.2.0")
package com.example.layer.rescale;

import org.osgi.annotation.versioning.Version;
