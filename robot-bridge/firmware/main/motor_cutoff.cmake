# The linker's part of motor_cutoff.c, for the image and for its test: the wrappers, and the watchdog's handler, which
# ESP-IDF refers to weakly; that alone would not pull it out of an archive.
set(MOTOR_CUTOFF_LINK_OPTIONS
  "SHELL:-u esp_task_wdt_isr_user_handler" -Wl,--wrap=esp_panic_handler -Wl,--wrap=esp_restart_noos)
