/*
 * The pin map: the one file to change for another board. Drawn for an ESP32-WROOM-32 with a TB6612FNG.
 *
 * All motor pins need pull-downs (TB6612FNG has them): while the chip is in reset its pins float, and a brown-out, the
 * watchdog or a reset button must switch the motors off without any help from this program.
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
