/** Inverse time decay, as a third party writes it. */
@Version("1.2.0")
package com.example.schedule.inversetime;

import org.osgi.annotation.versioning.Version;
