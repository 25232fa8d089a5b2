/*
 * The pin map: the one file to change for another board. Drawn for an ESP32-WROOM-32 with a TB6612FNG.
 *
 * The motors' enable and all other motor pins need pull-downs of 10 kΩ (those of a TB6612FNG, 200 kΩ, are weaker than the
 * chip's own pull-ups of 45 kΩ, which are on for a moment at its start): after power-up, in brown-out, in a watchdog's hardware reset and with the reset button held
 * the pins float, and nothing but the pull-downs holds the motors off.
 *
 * After a panic the pins do NOT float: the chip resets its CPUs only, and pins and PWM stay as they are for 0.3 to 0.5 s.
 * So motor_cutoff.c takes PIN_MOTOR_ENABLE low before, by software. Wire it so that low switches the motors off.
 *
 * Recommended besides, since it trusts neither this chip nor its program: a watchdog in front of the motor driver's enable.
 * A pin that the drive loop itself toggles (no PWM: that goes on by itself) feeds a watchdog timer of 100 to 200 ms; its
 * output and PIN_MOTOR_ENABLE go through an AND gate to the driver's enable. Without such a timer: the toggled pin charges,
 * through 100 nF and two diodes (a charge pump), 1 µF with 100 kΩ across it, and a Schmitt-trigger gate makes the enable
 * of its voltage. That is gone about 0.1 s after the pin stands still, high or low. This firmware has no such pin yet.
 */
#ifndef HAVATAR_PINS_H
#define HAVATAR_PINS_H

/* Channel A, by default the left track. */
#define PIN_A_PWM GPIO_NUM_25
#define PIN_A_INPUT_1 GPIO_NUM_26
#define PIN_A_INPUT_2 GPIO_NUM_27

/* Channel B, by default the right track. */
#define PIN_B_PWM GPIO_NUM_33
#define PIN_B_INPUT_1 GPIO_NUM_18
#define PIN_B_INPUT_2 GPIO_NUM_19

/* High lets the H-bridges work. */
#define PIN_MOTOR_ENABLE GPIO_NUM_23

/* Low while the motor driver reports a fault; GPIO_NUM_NC for a driver without (TB6612FNG). */
#define PIN_MOTOR_FAULT GPIO_NUM_NC

/* The line to the robot's computer: UART 0, which the module's USB converter is wired to. */
#define SERIAL_PORT UART_NUM_0
#define PIN_SERIAL_TX GPIO_NUM_1
#define PIN_SERIAL_RX GPIO_NUM_3
#define SERIAL_BAUD 115200

/* GPIO 34 behind a divider of 100 kΩ over 33 kΩ; the pack may have up to 10 V. */
#define BATTERY_ADC_UNIT ADC_UNIT_1
#define BATTERY_ADC_CHANNEL ADC_CHANNEL_6
#define BATTERY_ADC_ATTENUATION ADC_ATTEN_DB_12
#define BATTERY_DIVIDER_NUMERATOR 133
#define BATTERY_DIVIDER_DENOMINATOR 33

/* Above hearing, and 10 bits of duty fit the timer. */
#define MOTOR_PWM_HZ 20000

#endif
