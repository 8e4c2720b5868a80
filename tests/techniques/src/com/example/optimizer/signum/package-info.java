/** Momentum of which only the sign counts, as a third party writes it. */
@Version("1.2.0")
package com.example.optimizer.signum;

import org.osgi.annotation.versioning.Version;
